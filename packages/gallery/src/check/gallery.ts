/** Opens a gallery: its folder, the configuration that judges, its works, and which of them are judged. */
import { lstat, readFile, realpath } from 'node:fs/promises'
import { basename, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { quoted } from '../characters.ts'
import { configName, mostConfigBytes, readConfig } from '../config/read-config.ts'
import { configSchema, type GalleryConfig } from '../config/schema.ts'
import { GalleryError } from '../error.ts'
import { loadPlugins, mediaByEnding } from '../plugins/load-plugins.ts'
import type { Plugin } from '../plugins/plugin.ts'
import type { Problem } from '../problem.ts'
import { textTooLong } from '../text.ts'
import { openBase, type Base } from './base.ts'
import { filesOf, listWorks, type Pair } from './tree.ts'

/** What to open. */
export interface OpenOptions {
  readonly folder: string
  /** Works by their uids, or files from the working directory or from the gallery's folder; all unless said. */
  readonly only?: readonly string[] | undefined
  /** The commit that a submission is judged by. Judged is what differs from it, unless `only` says more. */
  readonly base?: string | undefined
}

/** A gallery that was opened. */
export interface Gallery {
  /** The real path of its folder. */
  readonly root: string
  readonly base: Base | undefined
  /** The configuration that judges. */
  readonly config: GalleryConfig
  readonly pairs: readonly Pair[]
  /** Of the configuration, and of what is out of place. */
  readonly problems: readonly Problem[]
  /** Whether a file is one that is judged. */
  readonly judged: (file: string) => boolean
  /** The configuration of the gallery's folder with its lines, if it can be read: that is judged too. */
  readonly proposed: Proposed | undefined
  /** What the configuration that judges names, by path. */
  readonly plugins: ReadonlyMap<string, Plugin>
  /** Removes what was written for the plug-ins of a base commit. They are not to be called any more. */
  readonly close: () => Promise<void>
}

/** A configuration that is judged. */
interface Proposed {
  readonly config: GalleryConfig
  readonly lineOf: (path: readonly PropertyKey[]) => number
}

/**
 * Opens a gallery.
 * @throws GalleryError when the folder is no gallery, what judges it cannot be read, or a file is not of it
 */
export async function openGallery({ folder, only, base: commit }: OpenOptions): Promise<Gallery> {
  const root = await openRoot(folder)
  const base = commit === undefined ? undefined : await openBase(root, commit)
  const proposed = await proposedConfig(root, base)
  const config = judgingConfig(root, base, proposed.read?.config)
  const { plugins, close } = await openPlugins(root, config, base)
  try {
    const { pairs, problems: misplaced } = await listWorks(root, mediaByEnding(plugins))
    const judged = await choose(root, pairs, misplaced, only, base)
    const problems = [...proposed.problems, ...misplaced.filter(({ file }) => judged(file))]
    return { root, base, config, pairs, problems, judged, proposed: proposed.read, plugins, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function openPlugins(
  root: string,
  { plugins, generators }: GalleryConfig,
  base: Base | undefined,
): Promise<Pick<Gallery, 'plugins' | 'close'>> {
  const paths = [...plugins, ...generators.flatMap(({ plugin }) => plugin ?? [])]
  if (paths.length === 0) return { plugins: new Map(), close: async () => undefined }
  const trusted = await base?.checkOutPlugins()
  const close = async (): Promise<void> => trusted?.remove()
  try {
    return { plugins: await loadPlugins(trusted?.folder ?? root, paths), close }
  } catch (error) {
    await close()
    throw error
  }
}

async function openRoot(folder: string): Promise<string> {
  const root = await realpath(folder).catch(() => undefined)
  if (root === undefined || !(await lstat(root)).isDirectory())
    throw new GalleryError(`There is no folder "${folder}": give the folder that holds ${configName}.`)
  return root
}

/** The configuration of the files that are judged. It is judged too, whoever's judges. */
async function proposedConfig(
  root: string,
  base: Base | undefined,
): Promise<{ read: Proposed | undefined; problems: Problem[] }> {
  const path = join(root, configName)
  const facts = await lstat(path).catch(() => undefined)
  if (facts === undefined && base === undefined)
    throw new GalleryError(
      `"${root}" is no gallery: it has no ${configName}. "reverie gallery init <folder>" makes one, "reverie gallery import" brings one over.`,
    )
  const fault = (code: Problem['code'], message: string, fix: string): Problem => ({
    file: configName,
    line: 1,
    code,
    message,
    fix,
  })
  if (facts === undefined)
    return { read: undefined, problems: [fault('missing-key', 'The configuration was removed.', 'Put it back.')] }
  if (facts.isSymbolicLink())
    return {
      read: undefined,
      problems: [fault('symlink', 'The configuration is a symbolic link.', 'Put the file itself there.')],
    }
  if (!facts.isFile())
    return {
      read: undefined,
      problems: [fault('special-file', 'The configuration is no file.', 'Put the file there.')],
    }
  if (facts.size > mostConfigBytes)
    return { read: undefined, problems: [{ file: configName, ...textTooLong(facts.size, mostConfigBytes) }] }
  const { config, lineOf, faults } = readConfig(await readFile(path))
  const read = config === undefined ? undefined : { config, lineOf }
  return { read, problems: faults.map((each) => ({ file: configName, ...each })) }
}

/** The configuration that judges: the base commit's, or the gallery's own; the usual one when that cannot be read. */
function judgingConfig(root: string, base: Base | undefined, own: GalleryConfig | undefined): GalleryConfig {
  if (base === undefined) return own ?? { ...configSchema.parse({ version: 1, title: '-' }), title: basename(root) }
  const { config, faults } = readConfig(base.config)
  if (config !== undefined) return config
  const reasons = faults.map(({ line, message }) => `line ${line}: ${message}`).join(' ')
  throw new GalleryError(
    `The ${configName} of the base commit cannot be read (${reasons}): mend it on the gallery's branch first.`,
  )
}

/** Tells which files are judged. Who names one file of a work means the work. */
async function choose(
  root: string,
  pairs: readonly Pair[],
  misplaced: readonly Problem[],
  only: readonly string[] | undefined,
  base: Base | undefined,
): Promise<(file: string) => boolean> {
  if (only === undefined && base === undefined) return () => true
  const chosen = new Set(
    only === undefined
      ? base!.changed
      : await Promise.all(only.map(async (name) => pathOf(pairs, name) ?? pathInside(root, name))),
  )
  const stem = (file: string): string => file.replace(/\.[^./]*$/, '')
  const stems = new Set([...chosen].map(stem))
  const known = new Set(pairs.flatMap(filesOf).map(({ path }) => stem(path)))
  for (const { file } of misplaced) known.add(stem(file))
  if (only !== undefined)
    for (const file of chosen)
      if (!known.has(stem(file)))
        throw new GalleryError(
          `${quoted(file)} is no file of a work: give files in "works", such as works/2026/ada-sun.md.`,
        )
  return (file) =>
    chosen.has(file) || stems.has(stem(file)) || [...chosen].some((each) => each.startsWith(`${file}/`))
}

/** A file of the work that has a uid. */
function pathOf(pairs: readonly Pair[], uid: string): string | undefined {
  const pair = pairs.find((each) => each.uid === uid)
  return pair === undefined ? undefined : filesOf(pair)[0]?.path
}

async function pathInside(root: string, file: string): Promise<string> {
  for (const place of isAbsolute(file) ? [file] : [join(root, file), resolve(file)]) {
    // The folder may be reached through links; the file itself is not followed.
    const parent = await realpath(join(place, '..')).catch(() => undefined)
    if (parent === undefined || (await lstat(place).catch(() => undefined)) === undefined) continue
    const path = relative(root, join(parent, place.slice(place.lastIndexOf(sep) + 1)))
    if (!path.startsWith('..') && !isAbsolute(path)) return path.split(sep).join('/')
  }
  throw new GalleryError(`There is no file ${quoted(file)} in the gallery: give files in "works".`)
}
