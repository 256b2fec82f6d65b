/**
 * The commit that a submission is judged by. What is proposed must not bring its judge along: the configuration and the
 * plug-ins are read from the base commit, never from the files that are judged. Git's own configuration is not part of a
 * submission; external diff programs and text converters, which attributes could call for, are switched off.
 */
import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative, sep } from 'node:path'
import { writeFileAtomic } from '@reverie/recipe/node'
import { simpleGit, type SimpleGit } from 'simple-git'
import { configName } from '../config/read-config.ts'
import { quoted } from '../characters.ts'
import { GalleryError } from '../error.ts'
import { decisionsFolder } from '../review/decision.ts'
import { worksFolder } from './tree.ts'

/** What the base commit says. */
export interface Base {
  readonly config: Uint8Array
  /** Paths of `works` that differ from where the submission began, from the gallery's folder; removed ones too. */
  readonly changed: ReadonlySet<string>
  /** Paths of `decisions` that differ likewise. */
  readonly decided: ReadonlySet<string>
  /** Files of a folder of the gallery that the repository has, as it is now. */
  readonly tracked: (folder: string) => Promise<string[]>
  /** Writes the base commit's folder `plugins` into a new folder, and returns that. */
  readonly checkOutPlugins: () => Promise<{ folder: string; remove: () => Promise<void> }>
}

/**
 * Opens the base commit of the repository that a gallery is in.
 * @throws GalleryError when there is no repository, no such commit or no gallery in it
 */
export async function openBase(root: string, name: string): Promise<Base> {
  const git = simpleGit({ baseDir: root, maxConcurrentProcesses: 1 })
  const top = await git.revparse(['--show-toplevel']).catch(() => undefined)
  if (top === undefined)
    throw new GalleryError(
      `"${root}" is in no Git repository, so that there is no base commit ${quoted(name)}: leave --base away, or run "git init".`,
    )
  const prefix = relative(await realpath(top), root)
    .split(sep)
    .join('/')
  const inside = (path: string): string => (prefix === '' ? path : `${prefix}/${path}`)
  const commit = await git
    .raw(['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`])
    .catch(() => '')
  const base = commit.trim()
  if (!/^[0-9a-f]{40,64}$/.test(base))
    throw new GalleryError(
      `There is no commit ${quoted(name)}: fetch it (git fetch origin <branch>), or give one that "git log" shows.`,
    )
  const config = await git.showBuffer([`${base}:${inside(configName)}`]).catch(() => undefined)
  if (config === undefined)
    throw new GalleryError(
      `Commit ${base.slice(0, 12)} has no ${inside(configName)}: the base of a submission is a commit of the gallery.`,
    )
  return {
    config: new Uint8Array(config),
    changed: await changedSince(git, base, inside(worksFolder), prefix),
    decided: await changedSince(git, base, inside(decisionsFolder), prefix),
    tracked: async (folder) => {
      const listed = await git.raw(['ls-files', '--full-name', '-z', '--', anyCase(inside(folder))])
      return listed.split('\0').filter((path) => path !== '')
    },
    checkOutPlugins: () => checkOut(git, base, inside('plugins')),
  }
}

/** A folder however it is spelt: on many disks `Decisions` is `decisions`. */
const anyCase = (folder: string): string => `:(top,literal,icase)${folder}`

/** From where the histories part, so that what the gallery got meanwhile is not taken for part of the submission. */
async function changedSince(git: SimpleGit, base: string, folder: string, prefix: string): Promise<Set<string>> {
  const fork = (await git.raw(['merge-base', base, 'HEAD']).catch(() => '')).trim() || base
  const paths = anyCase(folder)
  const options = ['--no-ext-diff', '--no-textconv', '--no-renames', '--no-relative', '--name-only', '-z']
  const differing = await git.raw(['diff', ...options, fork, '--', paths])
  // Without the ignore files: a submission could bring one along.
  const added = await git.raw(['ls-files', '--others', '--full-name', '-z', '--', paths])
  const all = `${differing}${added}`.split('\0').filter((path) => path !== '')
  return new Set(all.map((path) => (prefix === '' ? path : path.slice(prefix.length + 1))))
}

async function checkOut(
  git: SimpleGit,
  base: string,
  folder: string,
): Promise<{ folder: string; remove: () => Promise<void> }> {
  const place = await mkdtemp(join(tmpdir(), 'reverie-gallery-'))
  const listed = await git.raw(['ls-tree', '-r', '-z', '--full-tree', base, '--', folder])
  for (const entry of listed.split('\0').filter((each) => each !== '')) {
    const match = /^(\d{6}) blob ([0-9a-f]+)\t(.+)$/s.exec(entry)
    // Links (mode 120000) are left out.
    if (match === null || !match[1]!.startsWith('100')) continue
    const path = relative(dirname(folder), match[3]!)
    await writeFileAtomic(
      join(place, path),
      new Uint8Array((await git.binaryCatFile(['blob', match[2]!])) as Buffer),
    )
  }
  return { folder: place, remove: () => rm(place, { recursive: true, force: true }) }
}
