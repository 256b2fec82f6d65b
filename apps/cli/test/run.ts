/** Runs `reverie` as a person does: as a process, in a folder of its own, with a cache of its own. */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const bin = fileURLToPath(new URL('../bin/reverie.mjs', import.meta.url))

/** Pictures that the Studio brings along. */
export const sample = (name: string): string =>
  fileURLToPath(new URL(`../../studio/samples/${name}`, import.meta.url))

/** The least work that is still a dream. */
export const quick = ['--max-side', '96', '--octaves', '1', '--steps', '2']

/** What a call came to. */
interface Outcome {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** A folder to work in. */
export interface Desk {
  readonly folder: string
  readonly path: (...parts: string[]) => string
  readonly reverie: (...words: string[]) => Promise<Outcome>
  /** As `reverie`, without waiting for the end. */
  readonly start: (...words: string[]) => { child: ChildProcess; ended: Promise<Outcome> }
  readonly clear: () => void
}

/** Sets up a folder to work in. @param environment variables that are set besides the usual ones. */
export function openDesk(environment: Record<string, string> = {}): Desk {
  const folder = mkdtempSync(join(tmpdir(), 'reverie-cli-'))
  const env = { ...process.env, XDG_CACHE_HOME: join(folder, '.cache'), CI: '1', NO_COLOR: '1', ...environment }
  const start: Desk['start'] = (...words) => {
    const child = spawn(process.execPath, [bin, ...words], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let [out, err] = ['', '']
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text))
    const ended = new Promise<Outcome>((resolve, reject) => {
      child.once('error', reject).once('close', (code) => resolve({ code, out, err }))
    })
    return { child, ended }
  }
  return {
    folder,
    path: (...parts) => join(folder, ...parts),
    start,
    reverie: (...words) => start(...words).ended,
    clear: () => rmSync(folder, { recursive: true, force: true }),
  }
}
