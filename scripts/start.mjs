/**
 * `npm start`: builds the Studio if needed, serves it on a free port and opens the browser where there is a screen.
 * `npm start -- --port 8080` takes that port; `--no-open` leaves the browser alone.
 */
import { spawn } from 'node:child_process'
import { parseArgs } from 'node:util'

const usage = 'Usage: npm start -- [--port <number>] [--no-open]'

/** @returns {{ port: number, open: boolean }} */
function options() {
  try {
    const { values } = parseArgs({
      options: { port: { type: 'string', default: '0' }, open: { type: 'boolean', default: true } },
      allowNegative: true,
    })
    const port = Number(values.port)
    if (!Number.isInteger(port) || port < 0 || port > 65_535)
      throw new Error(`--port takes a number from 0 to 65535, not "${values.port}".`)
    return { port, open: values.open }
  } catch (error) {
    console.error(`${error.message}\n${usage}`)
    return process.exit(2)
  }
}

/** @param {string} url */
function openBrowser(url) {
  const hasScreen =
    process.platform === 'darwin' ||
    process.platform === 'win32' ||
    Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
  if (!hasScreen || process.env.CI) return
  const [command, ...before] =
    process.platform === 'darwin'
      ? ['open']
      : process.platform === 'win32'
        ? ['rundll32', 'url.dll,FileProtocolHandler']
        : ['xdg-open']
  // Without a browser to open, the printed address is enough.
  spawn(command, [...before, url], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref()
}

const { port, open } = options()
try {
  const { prepareStudio } = await import('../apps/studio/prepare.mjs')
  const { serveStudio } = await import('../apps/studio/serve.mjs')
  await prepareStudio({ say: (sentence) => console.log(sentence) })
  const { url, close } = await serveStudio({ port })
  console.log(`Reverie is open at ${url}\nStop it with Ctrl-C.`)
  if (open) openBrowser(url)
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.once(signal, () => {
      void close().then(() => process.exit(0))
    })
} catch (error) {
  if (error.code === 'ERR_MODULE_NOT_FOUND')
    console.error('Run "npm ci" first: the libraries are not installed yet.')
  else console.error(error.message)
  process.exit(1)
}
