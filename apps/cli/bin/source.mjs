/**
 * Makes this process run TypeScript sources: tsx compiles them, and a resolve hook adds the condition `reverie-source`,
 * by which the packages of the workspace offer `src` instead of `dist`. For development only; it is not published.
 *
 * Hooks belong to one thread (module.registerHooks, which would not, is missing in Node 20). So worker threads are told
 * to load this file first, whoever starts them; but for those written in JavaScript, which start ten times as fast without.
 */
import { createRequire, register, syncBuiltinESMExports } from 'node:module'
import { register as compileTypeScript } from 'tsx/esm/api'

register('./conditions.mjs', import.meta.url)
// Not the tsconfig.json of the working directory: its "paths" would replace modules of this program by files of, say, a
// pull request that is checked there.
compileTypeScript({ tsconfig: false })

const threads = createRequire(import.meta.url)('node:worker_threads')
threads.Worker = class extends threads.Worker {
  constructor(file, options = {}) {
    const execArgv = [...(options.execArgv ?? process.execArgv), '--import', import.meta.url]
    super(file, String(file).endsWith('.mjs') ? options : { ...options, execArgv })
  }
}
syncBuiltinESMExports()
