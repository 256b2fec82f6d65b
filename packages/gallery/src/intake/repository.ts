/** The repository that submissions go into: the commit that they are judged by, and the submissions that wait in it. */
import { lstat, mkdir, realpath, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { quoted } from '../characters.ts'
import { configName, readConfig } from '../config/read-config.ts'
import type { GalleryConfig } from '../config/schema.ts'
import { worksFolder } from '../check/tree.ts'
import { GalleryError } from '../error.ts'
import { themeFolder } from '../site/templates.ts'
import { gitIn, withIndex, type Git } from './git.ts'

/** Where branches of submissions are. */
export const branchPrefix = 'submissions/'

/** A repository that takes submissions. */
export interface Repository {
  readonly git: Git
  /** Its folder of objects and references. */
  readonly gitDir: string
  /** The gallery's folder from the repository's, with a slash at its end; empty for the repository itself. */
  readonly prefix: string
  /** The branch that submissions are based on, as `refs/heads/main`. */
  readonly branch: string
}

/** A submission that waits for somebody to decide. */
export interface Waiting {
  /** `submissions/ada-sun` */
  readonly branch: string
  readonly uid: string
  readonly commit: string
  readonly id: string
  /** Of its picture. */
  readonly sha256: string
}

/**
 * Opens a repository.
 * @param folder a bare repository, or a folder of one with a working tree that holds a gallery
 * @param branch the gallery's branch; the one that HEAD names unless said
 * @throws GalleryError when there is none, or no gallery on the branch
 */
export async function openRepository(folder: string, branch?: string): Promise<Repository> {
  const place = await realpath(folder).catch(() => undefined)
  if (place === undefined || !(await lstat(place)).isDirectory())
    throw new GalleryError(`There is no folder "${folder}": give a Git repository of a gallery, bare or not.`)
  const git = gitIn(place)
  const answer = await git.run(['rev-parse', '--absolute-git-dir', '--show-prefix']).catch((cause: unknown) => {
    throw new GalleryError(
      `"${folder}" is no Git repository (${cause instanceof Error ? cause.message : String(cause)}): give one that holds a gallery, bare or not.`,
      { cause },
    )
  })
  const [gitDir = '', prefix = ''] = answer.split('\n')
  const wished =
    branch === undefined
      ? (await git.run(['symbolic-ref', '--quiet', 'HEAD']).catch(() => '')).trim()
      : `refs/heads/${branch}`
  if (wished === '')
    throw new GalleryError(`HEAD of "${folder}" names no branch: say which is the gallery's, --branch <name>.`)
  const repository = { git, gitDir, prefix, branch: wished }
  await readBase(repository)
  return repository
}

/** The commit that submissions are based on and judged by. @throws GalleryError when the branch has none */
export async function baseOf({ git, branch }: Repository): Promise<string> {
  const commit = await git
    .run(['rev-parse', '--verify', '--quiet', '--end-of-options', `${branch}^{commit}`])
    .catch(() => '')
  if (!/^[0-9a-f]{40,64}\s$/.test(commit))
    throw new GalleryError(
      `There is no branch ${quoted(branch.replace('refs/heads/', ''))} with a commit: name the gallery's, --branch <name>.`,
    )
  return commit.trim()
}

/** The base commit and its configuration. @throws GalleryError when it is no gallery, or its configuration cannot be read */
export async function readBase(repository: Repository): Promise<{ commit: string; config: GalleryConfig }> {
  const commit = await baseOf(repository)
  const path = `${repository.prefix}${configName}`
  const bytes = await repository.git.bytes(['cat-file', 'blob', `${commit}:${path}`]).catch(() => undefined)
  if (bytes === undefined)
    throw new GalleryError(
      `${repository.branch.replace('refs/heads/', '')} of "${repository.git.folder}" holds no ${path}: give the repository of a gallery.`,
    )
  const { config, faults } = readConfig(bytes)
  if (config !== undefined) return { commit, config }
  const reasons = faults.map(({ line, message }) => `line ${line}: ${message}`).join(' ')
  throw new GalleryError(`${path} cannot be read (${reasons}): mend it on the gallery's branch first.`)
}

/** What a gallery says of its own look in a commit; empty where it says nothing. */
export async function readTheme({ git, prefix }: Repository, commit: string): Promise<string> {
  const path = `${commit}:${prefix}${themeFolder}/theme.css`
  const bytes = await git.bytes(['cat-file', 'blob', path]).catch(() => undefined)
  return bytes === undefined ? '' : new TextDecoder().decode(bytes)
}

/** Uids of a commit's works. */
export async function uidsOf({ git, prefix }: Repository, commit: string): Promise<Set<string>> {
  const listed = await git.run([
    'ls-tree',
    '-r',
    '-z',
    '--name-only',
    '--full-tree',
    commit,
    '--',
    `${prefix}${worksFolder}/`,
  ])
  const names = listed.split('\0').map((path) => path.slice(path.lastIndexOf('/') + 1))
  return new Set(names.map((name) => name.replace(/\.[^.]*$/, '').toLowerCase()))
}

// All trailers at once: Git 2.39 takes several keys in one format for each of them.
const format = '%(refname)%00%(objectname)%00%(contents:trailers:only,unfold,separator=%x1F)'

/** Submissions that wait. */
export async function waitingIn({ git }: Repository): Promise<Waiting[]> {
  const listed = await git.run(['for-each-ref', `--format=${format}`, `refs/heads/${branchPrefix}`])
  return listed
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [ref = '', commit = '', trailers = ''] = line.split('\0')
      const valueOf = (key: string): string =>
        trailers
          .split('\u{1f}')
          .findLast((each) => each.startsWith(`${key}: `))
          ?.slice(key.length + 2)
          .trim() ?? ''
      const branch = ref.replace('refs/heads/', '')
      const uid = branch.slice(branchPrefix.length)
      return { branch, uid, commit, id: valueOf('Submission'), sha256: valueOf('Picture') }
    })
}

/** Whether a submission is part of the gallery's history: its branch was merged. */
export async function isMerged({ git }: Repository, base: string, id: string): Promise<boolean> {
  const found = await git.run(['log', '-1', '--format=%H', '--fixed-strings', `--grep=Submission: ${id}`, base])
  return found.trim() !== ''
}

/** The files of base commits in a folder, one at a time: what plug-ins are loaded from keeps its place as long as it is the same. */
export interface Trees {
  /** The gallery's folder as it is in a commit. */
  at(commit: string): Promise<string>
  clear(): Promise<void>
}

/** @param folder is made, and belongs to this alone */
export function openTrees({ git, prefix }: Repository, folder: string): Trees {
  let current: string | undefined
  const clear = async (): Promise<void> => {
    current = undefined
    await rm(folder, { recursive: true, force: true })
  }
  return {
    clear,
    at: async (commit) => {
      const place = join(folder, commit)
      if (current !== commit) {
        await clear()
        await mkdir(place, { recursive: true })
        await withIndex(git, commit, folder, async (env) =>
          git.run(['checkout-index', '--all', `--prefix=${place}/`], { env: { ...env, GIT_WORK_TREE: place } }),
        )
        current = commit
      }
      return join(place, prefix)
    },
  }
}
