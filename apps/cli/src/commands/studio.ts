/** `reverie studio` */
import { existsSync } from 'node:fs'
import { act, addCommonOptions, refuse, type Call, type CommandDefinition, type Invocation } from '../call.ts'
import { openBrowser } from '../open-browser.ts'
import type { Manner } from '../terminal.ts'

interface Options extends Manner {
  readonly port?: string
  readonly open: boolean
}

/** The parts of the Studio that serve it: plain JavaScript of the repository, beside this package. */
interface StudioServer {
  prepareStudio(options: { say: (sentence: string) => void }): Promise<boolean>
  serveStudio(options: { port: number }): Promise<{ url: string; port: number; close(): Promise<void> }>
}

const home = new URL('../../../studio/', import.meta.url)

export const studio: CommandDefinition = {
  configure: (command, call) => {
    command.optionsGroup('Studio:')
    command.option('--port <number>', 'The port to serve on (0 to 65535); a free one unless said.')
    command.option('--no-open', 'Leave the browser alone; the address is printed.')
    addCommonOptions(command)
    act<Options>(command, (invocation) => run(invocation, call))
  },
}

async function run({ options, terminal, problems }: Invocation<Options>, call: Call): Promise<void> {
  const port = Number(options.port ?? 0)
  if (!Number.isInteger(port) || port < 0 || port > 65_535 || options.port?.trim() === '') {
    problems.push(`--port takes a whole number from 0 to 65535, not "${options.port}".`)
  }
  refuse(problems)
  if (!existsSync(new URL('serve.mjs', home))) {
    throw new Error(
      'The Studio is not part of this package. Get the repository of Reverie and run "npm ci && npm start" in it.',
    )
  }
  const { prepareStudio } = (await import(new URL('prepare.mjs', home).href)) as StudioServer
  const { serveStudio } = (await import(new URL('serve.mjs', home).href)) as StudioServer
  await prepareStudio({ say: terminal.note })
  call.signal.throwIfAborted()
  const server = await serveStudio({ port })
  terminal.result(server.url)
  terminal.note('  Stop it with Ctrl-C.')
  call.answer({ url: server.url, port: server.port })
  if (options.open) openBrowser(server.url)
  await new Promise((stop) => call.signal.addEventListener('abort', stop, { once: true }))
  await server.close()
}
