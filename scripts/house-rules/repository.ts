/** The files that the house rules look at: what git tracks, and what is new and not ignored. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

export interface Repository {
  readonly root: string
  /** Paths relative to the root, with forward slashes, of files that exist. */
  readonly files: readonly string[]
  read(path: string): string
}

/** What a rule found: where, and what to do about it. */
export interface Problem {
  readonly file: string
  readonly message: string
}

export function openRepository(root: string): Repository {
  const listed = execFileSync('git', ['ls-files', '-z', '-co', '--exclude-standard'], {
    cwd: root,
    maxBuffer: 1 << 26,
  })
  const files = listed
    .toString('utf8')
    .split('\0')
    .filter((path) => path !== '' && existsSync(join(root, path)) && statSync(join(root, path)).isFile())
  return { root, files, read: (path) => readFileSync(join(root, path), 'utf8') }
}

/** Files of source code, tests included. */
export const sources = (repository: Repository): readonly string[] =>
  repository.files.filter((path) => /\.(ts|tsx|mts|mjs)$/.test(path) && !path.endsWith('.d.ts'))
