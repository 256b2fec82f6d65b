import { spawn } from 'node:child_process'

const openers: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
}

/** Opens an address in the person's browser, where there is a screen to show one. Fails silently: the address is printed too. */
export function openBrowser(url: string): void {
  const { platform, env } = process
  const screen = openers[platform] !== undefined || Boolean(env['DISPLAY'] ?? env['WAYLAND_DISPLAY'])
  if (!screen || env['CI'] !== undefined) return
  const [command, ...before] = openers[platform] ?? ['xdg-open']
  spawn(command, [...before, url], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref()
}
