/** Runs one call of `reverie`: finds the command, lets it work, says what went wrong and sets the exit code. */
import { CommanderError } from 'commander'
import { createRequire } from 'node:module'
import type { Call } from './call.ts'
import { exitCodes, CallError, Interrupted, sentencesOf } from './problems.ts'
import { createProgram } from './program.ts'

/** How long an interrupted call may take to stop by itself, in milliseconds. */
const patience = 3000

/**
 * @param words the arguments after `reverie`.
 * @returns when the call has ended; `process.exitCode` is set.
 */
export async function main(words: readonly string[]): Promise<void> {
  const controller = new AbortController()
  const json = words.includes('--json')
  let answered = false
  const answer = (value: object): void => {
    if (json && !answered) process.stdout.write(`${JSON.stringify(value)}\n`)
    answered = true
  }
  const call: Call = { signal: controller.signal, now: () => performance.now(), answer }
  listenForSignals(controller)
  // Whoever reads our output may leave early (`reverie … | head`): that is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))
  const code = await run(words, call)
  await leave(code)
}

async function run(words: readonly string[], call: Call): Promise<number> {
  try {
    const asked = words.find((word) => !word.startsWith('-'))
    const program = await createProgram(asked, readVersion(), call)
    if (words.length === 0) program.help({ error: true })
    await program.parseAsync(words, { from: 'user' })
    return call.signal.aborted ? codeOf(call.signal.reason) : Number(process.exitCode ?? exitCodes.success)
  } catch (error) {
    if (call.signal.aborted) {
      report(call.signal.reason, call)
      return codeOf(call.signal.reason)
    }
    if (error instanceof CommanderError) {
      if (error.exitCode !== 0 && !error.code.startsWith('commander.help'))
        report(new Error(ownWords(error.message)), call)
      return error.exitCode === 0 ? exitCodes.success : exitCodes.wrongCall
    }
    report(error, call)
    return codeOf(error)
  }
}

/** `error: option '--steps <number>' argument missing` in the manner of our own sentences. */
function ownWords(message: string): string {
  const missing = /option '(?:-\w, )?(--[\w-]+) <(.+)>' argument missing/.exec(message)
  if (missing !== null) return `${missing[1]} needs a value: ${missing[1]} <${missing[2]}>.`
  const words = message.replace(/^error: /, '')
  return `${words[0]?.toUpperCase() ?? ''}${words.slice(1).replace(/\.?$/, '.')}`
}

function codeOf(error: unknown): number {
  if (error instanceof CallError) return exitCodes.wrongCall
  return error instanceof Interrupted ? error.code : exitCodes.failure
}

function report(error: unknown, call: Call): void {
  const problems = sentencesOf(error)
  for (const sentence of problems) process.stderr.write(`reverie: ${sentence}\n`)
  call.answer({ problems })
  if (process.env['REVERIE_DEBUG'] !== undefined && error instanceof Error) {
    process.stderr.write(`${error.stack}\n`)
    if (error.cause instanceof Error) process.stderr.write(`${error.cause.stack}\n`)
  }
}

function readVersion(): string {
  return (createRequire(import.meta.url)('../package.json') as { version: string }).version
}

/** The first signal asks the work to stop; a second one, or three seconds, ends the process. */
function listenForSignals(controller: AbortController): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      const reason = new Interrupted(signal)
      if (controller.signal.aborted) {
        void leave(reason.code)
        return
      }
      controller.abort(reason)
      setTimeout(() => void leave(reason.code), patience).unref()
    })
  }
}

/**
 * Lets the pipes drain and ends the process, since libraries keep threads that would hold it. What is half-written goes
 * with it (`atomically`).
 */
async function leave(code: number): Promise<void> {
  process.exitCode = code
  await Promise.all([process.stdout, process.stderr].map((stream) => new Promise((done) => stream.write('', done))))
  process.exit(code)
}
