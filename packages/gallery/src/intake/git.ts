/**
 * Git's plumbing for submissions. It reads and writes objects and references of a repository, bare or not, and neither its
 * working tree nor its index: what stands there is somebody's. Everything is on the disk before a call returns.
 */
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { GalleryError } from '../error.ts'

/** Runs Git in a repository. */
export interface Git {
  readonly folder: string
  /**
   * @param words the command and its arguments
   * @returns what it printed
   * @throws GalleryError when it fails, with what it said
   */
  run(words: readonly string[], options?: GitOptions): Promise<string>
  /** As `run`, for bytes. */
  bytes(words: readonly string[], options?: GitOptions): Promise<Uint8Array>
}

/** What a call of Git is given besides its words. */
interface GitOptions {
  /** What it reads. */
  readonly input?: string | Uint8Array
  /** Variables besides the process's own. */
  readonly env?: Readonly<Record<string, string>>
}

/** No answer of Git that is wanted here is longer, in bytes. */
const mostOutput = 256 * 2 ** 20
const settings = [
  'core.fsync=all',
  'core.autocrlf=false',
  'i18n.commitEncoding=UTF-8',
  'gc.auto=0',
  'advice.detachedHead=false',
]

/** @param folder of the repository, or one in it */
export function gitIn(folder: string): Git {
  const bytes: Git['bytes'] = async (words, { input = '', env = {} } = {}) =>
    new Promise((resolve, reject) => {
      const all = [...settings.flatMap((each) => ['-c', each]), ...words]
      const child = spawn('git', all, { cwd: folder, env: { ...cleanEnvironment(), ...env }, stdio: 'pipe' })
      const out: Uint8Array[] = []
      let length = 0
      let said = ''
      child.stdout.on('data', (chunk: Uint8Array) => {
        length += chunk.length
        if (length > mostOutput) child.kill()
        else out.push(chunk)
      })
      child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-4000)))
      // Git may end without having read everything; its exit code tells why.
      child.stdin.on('error', () => undefined)
      child.once('error', (cause) =>
        reject(new GalleryError(`Git cannot be started (${cause.message}): install it.`, { cause })),
      )
      child.once('close', (code) => {
        if (code === 0) resolve(new Uint8Array(Buffer.concat(out)))
        else
          reject(
            new GalleryError(`"git ${words[0]!}" failed in "${folder}": ${said.trim() || `exit code ${code}`}`),
          )
      })
      child.stdin.end(input)
    })
  return {
    folder,
    bytes,
    run: async (words, options) => new TextDecoder().decode(await bytes(words, options)),
  }
}

/** Variables without those of a Git that may have started this process (a hook): they name another repository and index. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^GIT_(?!CONFIG|SSH|ASKPASS|TRACE)/.test(name))
  return { ...Object.fromEntries(kept), LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0', GIT_NO_REPLACE_OBJECTS: '1' }
}

/** Gives `use` a new index of a commit's tree, in a folder of its own that is gone afterwards. @param place where that may be */
export async function withIndex<T>(
  git: Git,
  commit: string,
  place: string,
  use: (env: Readonly<Record<string, string>>) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(place, 'index-'))
  const env = { GIT_INDEX_FILE: join(folder, 'index') }
  try {
    await git.run(['read-tree', commit], { env })
    return await use(env)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
