/**
 * Publishes to a branch: one commit on top of it, made of objects. No working tree and no index is touched, so that it works
 * for a bare repository too, and beside whatever somebody does in a checkout. What the manifest does not name stays as it is.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GalleryError } from '../error.ts'
import { quoted } from '../characters.ts'
import type { Person } from '../review/who.ts'
import type { Destination, Previous } from './destination.ts'
import { openGit, type Git } from './git.ts'
import { manifestName, parseManifest, refuseCollisions } from './manifest.ts'

/** Where to. */
export interface BranchOptions {
  /** A repository on this machine, bare or not. */
  readonly repository: string
  readonly branch: string
  /** Who publishes. */
  readonly person: Person
  /** What the commit says. */
  readonly message: string
}

/** A file of the branch. */
interface TreeFile {
  readonly path: string
  readonly mode: string
  readonly object: string
}

/**
 * Opens a branch to publish to; it need not be there yet.
 * @throws GalleryError when there is no repository, the name is none, or the branch is checked out
 */
export async function openBranch({ repository, branch, person, message }: BranchOptions): Promise<Destination> {
  const directory = (await openGit(repository)(['rev-parse', '--absolute-git-dir']).catch(() => '')).trim()
  if (directory === '')
    throw new GalleryError(
      `"${repository}" is no Git repository: give one with --repository, or run "git init --bare" there.`,
    )
  const scratch = await mkdtemp(join(tmpdir(), 'reverie-publish-'))
  const close = (): Promise<void> => rm(scratch, { recursive: true, force: true })
  try {
    const git = openGit(repository, { GIT_DIR: directory })
    const ref = await refOf(git, branch)
    const old = (
      await git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]).catch(() => '')
    ).trim()
    const tree = old === '' ? [] : await listTree(git, old)
    const previous = await checkOut(repository, directory, tree, join(scratch, 'before'), branch)
    return {
      previous,
      put: async (make) => {
        const folder = join(scratch, 'site')
        await mkdir(folder)
        const ours = new Set([
          ...Object.keys(previous?.files ?? {}),
          ...(previous === undefined ? [] : [manifestName]),
        ])
        const foreign = tree.filter(({ path }) => !ours.has(path))
        const others = foreign.map(({ path }) => path)
        const files = await make(folder, others)
        const made = [...Object.keys(files), manifestName]
        refuseCollisions(others, made, `The branch "${branch}"`)
        const objects = await store(
          git,
          made.map((path) => join(folder, path)),
        )
        const all = [...foreign, ...made.map((path, index) => ({ path, mode: '100644', object: objects[index]! }))]
        const root = await writeTree(repository, directory, all, join(scratch, 'index'))
        const before = old === '' ? undefined : (await git(['rev-parse', `${old}^{tree}`])).trim()
        if (root === before) return { commit: old, unchanged: true, kept: foreign.length }
        const commit = await commitTree(repository, directory, { tree: root, parent: old, person, message })
        await moveBranch(git, { ref, branch, commit, old })
        return { commit, unchanged: false, kept: foreign.length }
      },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

async function refOf(git: Git, branch: string): Promise<string> {
  const ref = `refs/heads/${branch}`
  // It says nothing when a name is none, which is no failure to simple-git.
  const good =
    !branch.startsWith('-') && (await git(['check-ref-format', '--normalize', ref]).catch(() => '')).trim() === ref
  if (!good)
    throw new GalleryError(`${quoted(branch)} is no name of a branch: write, for example, --branch gh-pages`)
  const trees = await git(['worktree', 'list', '--porcelain'])
  for (const entry of trees.split('\n\n'))
    if (entry.split('\n').includes(`branch ${ref}`))
      throw new GalleryError(
        `The branch "${branch}" is checked out in ${/^worktree (.*)$/m.exec(entry)?.[1] ?? 'a working tree'}, which a commit from elsewhere would leave behind: check another branch out there, or publish to another one.`,
      )
  return ref
}

async function listTree(git: Git, commit: string): Promise<TreeFile[]> {
  const listed = await git(['ls-tree', '-r', '-z', '--full-tree', commit])
  return listed
    .split('\0')
    .filter((entry) => entry !== '')
    .map((entry) => {
      const [, mode, object, path] = /^(\d+) \w+ ([0-9a-f]+)\t(.*)$/s.exec(entry)!
      return { mode: mode!, object: object!, path: path! }
    })
}

/** Writes out what was published before: the files that the manifest names, and no attributes of others. */
async function checkOut(
  repository: string,
  directory: string,
  tree: readonly TreeFile[],
  folder: string,
  branch: string,
): Promise<Previous | undefined> {
  const manifest = tree.find(({ path, mode }) => path === manifestName && mode.startsWith('100'))
  if (manifest === undefined) return undefined
  const text = await openGit(repository, { GIT_DIR: directory })(['cat-file', 'blob', manifest.object])
  const files = parseManifest(text, `the branch "${branch}"`)
  const ours = tree.filter(({ path, mode }) => files[path] !== undefined && mode.startsWith('100'))
  await mkdir(folder)
  const git = openGit(repository, { GIT_DIR: directory, GIT_WORK_TREE: folder, GIT_INDEX_FILE: `${folder}-index` })
  await git(['update-index', '-z', '--index-info'], indexInfo(ours))
  await git(['checkout-index', '--all', '--quiet'])
  return { folder, files }
}

const indexInfo = (files: readonly TreeFile[]): string =>
  files.map(({ mode, object, path }) => `${mode} ${object}\t${path}\0`).join('')

async function store(git: Git, places: readonly string[]): Promise<string[]> {
  const text = await git(['hash-object', '-w', '--no-filters', '--stdin-paths'], `${places.join('\n')}\n`)
  return text.trim().split('\n')
}

async function writeTree(
  repository: string,
  directory: string,
  files: readonly TreeFile[],
  index: string,
): Promise<string> {
  const git = openGit(repository, { GIT_DIR: directory, GIT_INDEX_FILE: index })
  await git(['update-index', '-z', '--index-info'], indexInfo(files))
  return (await git(['write-tree'])).trim()
}

async function commitTree(
  repository: string,
  directory: string,
  { tree, parent, person, message }: { tree: string; parent: string; person: Person; message: string },
): Promise<string> {
  const git = openGit(repository, {
    GIT_DIR: directory,
    GIT_AUTHOR_NAME: person.name,
    GIT_AUTHOR_EMAIL: person.address,
    GIT_COMMITTER_NAME: person.name,
    GIT_COMMITTER_EMAIL: person.address,
  })
  return (await git(['commit-tree', tree, ...(parent === '' ? [] : ['-p', parent]), '-m', message])).trim()
}

/** Only from where it was: who published meanwhile keeps what he published. */
async function moveBranch(
  git: Git,
  { ref, branch, commit, old }: { ref: string; branch: string; commit: string; old: string },
): Promise<void> {
  const expected = old === '' ? '0'.repeat(commit.length) : old
  try {
    await git(['update-ref', '-m', 'reverie gallery publish', ref, commit, expected])
  } catch (error) {
    throw new GalleryError(
      `The branch "${branch}" was changed while the site was made, and stays as it is now: publish again.`,
      { cause: error },
    )
  }
}
