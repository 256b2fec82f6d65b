/** Finds a Chromium for tests, or installs one. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { chromium } from 'playwright-core'

const SYSTEM = '/usr/bin/chromium'

/**
 * Path of a Chromium: `CHROMIUM_PATH`, Debian's, or the one that Playwright installed. Undefined when there is none.
 * @throws Error when `CHROMIUM_PATH` names no file
 */
export function findChromium(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = environment['CHROMIUM_PATH']
  if (named !== undefined && named !== '') {
    if (existsSync(named)) return named
    throw new Error(`CHROMIUM_PATH should name a Chromium, found no file "${named}". Correct it or unset it.`)
  }
  return [SYSTEM, chromium.executablePath()].find((path) => existsSync(path))
}

/**
 * SwiftShader's Vulkan driver, which comes with a Chromium: beside it, or where Debian's package has it. With
 * `VK_ICD_FILENAMES` and `VK_DRIVER_FILES` set to it, and Vulkan's loader on the machine, ONNX Runtime has WebGPU in Node.
 * Undefined, and said aloud, when there is none.
 */
export function findVulkanDriver(): string | undefined {
  const driver = [dirname(findChromium() ?? '/'), '/usr/lib/chromium']
    .map((folder) => join(folder, 'vk_swiftshader_icd.json'))
    .find((file) => existsSync(file))
  const lacks = driver === undefined ? 'vk_swiftshader_icd.json beside the Chromium' : loaderLacks()
  if (lacks === undefined) return driver
  console.warn(`No ${lacks}: WebGPU in Node was NOT tested.`)
  return undefined
}

/** Vulkan's loader, where a Linux has none. */
function loaderLacks(): string | undefined {
  if (process.platform !== 'linux') return undefined
  const { status, stdout } = spawnSync('/sbin/ldconfig', ['-p'], { encoding: 'utf8' })
  return status === 0 && stdout.includes('libvulkan.so.1') ? undefined : 'libvulkan.so.1 (Debian: libvulkan1)'
}

/**
 * Path of a Chromium, which is installed when there is none: by apt-get when that can be (root on Debian), else by
 * Playwright into its own folder. With apt-get comes Vulkan's loader too, for WebGPU in Node.
 * @param say is told what is installed, and why
 * @throws Error when the installation failed
 */
export function ensureChromium(say: (line: string) => void): string {
  const found = findChromium()
  const debian = existsSync('/etc/debian_version') && process.getuid?.() === 0
  const packages = [
    ...(found === undefined ? ['chromium'] : []),
    ...(loaderLacks() === undefined ? [] : ['libvulkan1']),
  ]
  if (found !== undefined && (!debian || packages.length === 0)) return found
  const commands = debian
    ? [
        ['apt-get', 'update'],
        ['apt-get', 'install', '-y', ...packages],
      ]
    : [[process.execPath, playwrightCommand(), 'install', 'chromium']]
  say(
    found === undefined
      ? `No Chromium was found (CHROMIUM_PATH, ${SYSTEM}, Playwright's). Installing one for the browser tests:`
      : 'Vulkan’s loader is not there. Installing it for the tests of WebGPU in Node:',
  )
  for (const [command, ...rest] of commands) {
    say(`  ${[command, ...rest].join(' ')}`)
    const { status } = spawnSync(command!, rest, { stdio: ['ignore', 'inherit', 'inherit'] })
    if (status === 0) continue
    // Without the loader a few tests are left out, and say so.
    if (found !== undefined) return found
    throw new Error(failed([command!, ...rest].join(' ')))
  }
  const installed = findChromium()
  if (installed === undefined) throw new Error(failed('the installation'))
  return installed
}

const playwrightCommand = (): string =>
  join(dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')), 'cli.js')

const failed = (what: string): string =>
  `No Chromium could be installed: ${what} failed. Install one yourself and name it in CHROMIUM_PATH.`
