/** ffmpeg, when the machine has it: found on the PATH, spoken to through pipes. Nothing of it is shipped. */
import { spawn, type ChildProcess } from 'node:child_process'

/** What was found under the name `ffmpeg`. */
export interface Ffmpeg {
  /** For example `5.1.9-0+deb12u1`. */
  readonly version: string
}

/** Asks the PATH for ffmpeg. `undefined` when there is none that runs. */
export async function findFfmpeg(): Promise<Ffmpeg | undefined> {
  const child = spawn('ffmpeg', ['-version'], { stdio: ['ignore', 'pipe', 'ignore'] })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (output += chunk))
  const code = await ended(child).catch(() => -1)
  const version = /^ffmpeg version (\S+)/.exec(output)?.[1]
  return code === 0 && version !== undefined ? { version } : undefined
}

/**
 * Fails with a sentence when there is no ffmpeg.
 * @param subject what needs it, at the beginning of a sentence: `Writing mp4`.
 * @param instead what works without it, as a whole sentence.
 */
export async function requireFfmpeg(subject: string, instead: string): Promise<Ffmpeg> {
  const found = await findFfmpeg()
  if (found !== undefined) return found
  throw new Error(`${subject} needs ffmpeg, and there is none on the PATH. Install ffmpeg, or ${instead}`)
}

/** A running ffmpeg whose end can be awaited. */
export interface FfmpegRun {
  readonly child: ChildProcess
  /** Resolves when ffmpeg has ended well; fails with its own last words otherwise. */
  readonly finished: Promise<void>
}

/**
 * Starts ffmpeg. It is ended when `signal` is aborted.
 * @param what what it does, for the error sentence: `writing mp4`.
 */
export function runFfmpeg(
  what: string,
  args: readonly string[],
  options: { input: 'pipe' | 'ignore'; output: 'pipe' | 'ignore'; signal?: AbortSignal | undefined },
): FfmpegRun {
  const child = spawn('ffmpeg', ['-hide_banner', '-nostdin', '-loglevel', 'error', ...args], {
    stdio: [options.input, options.output, 'pipe'],
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  })
  let words = ''
  child.stderr!.setEncoding('utf8').on('data', (chunk: string) => (words = (words + chunk).slice(-2000)))
  const finish = async (): Promise<void> => {
    const code = await ended(child)
    if (code !== 0) throw new Error(`ffmpeg failed at ${what}: ${lastLine(words) ?? `exit code ${code}`}.`)
  }
  const finished = finish()
  // Awaited later than it may fail.
  finished.catch(() => undefined)
  return { child, finished }
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => child.once('error', reject).once('close', resolve))
}

function lastLine(words: string): string | undefined {
  return words.trim().split('\n').at(-1)?.replace(/\.$/, '') || undefined
}
