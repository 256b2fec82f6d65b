/** Publishes into a folder: the new site is made beside it, takes over what others have there, and takes its name in one step. */
import { cp, lstat, mkdir, readFile, realpath } from 'node:fs/promises'
import { dirname, join, resolve, sep } from 'node:path'
import { atomically, putBack } from '@reverie/recipe/node'
import { GalleryError } from '../error.ts'
import type { Destination, Previous } from './destination.ts'
import {
  emptyFoldersIn,
  filesIn,
  manifestName,
  parseManifest,
  refuseCollisions,
  type SiteFiles,
} from './manifest.ts'

/**
 * Opens a folder to publish into.
 * @param root the real path of the gallery, whose own files are not to be replaced
 * @throws GalleryError when it is no place for a site
 */
export async function openFolder(out: string, root: string): Promise<Destination> {
  const asked = resolve(out)
  // A publishing that was killed in the very moment of the exchange left the site under another name.
  putBack(dirname(await realOrNew(asked)))
  const place = await realOrNew(asked)
  const inside = (path: string, folder: string): boolean => path === folder || path.startsWith(folder + sep)
  const own = ['works', 'generated', 'decisions', 'plugins', '.git'].map((name) => join(root, name))
  if (inside(root, place) || own.some((folder) => inside(place, folder)))
    throw new GalleryError(
      `"${out}" holds the gallery itself: give a folder for the site, such as "${join(root, 'site')}".`,
    )
  const facts = await lstat(place).catch(() => undefined)
  if (facts !== undefined && !facts.isDirectory())
    throw new GalleryError(`"${out}" is a file: give a folder for the site.`)
  const previous = await readPrevious(place, `"${out}"`)
  return {
    previous,
    put: (make) =>
      atomically(place, async (temporary) => {
        await mkdir(temporary)
        const others = async (): Promise<string[]> => (facts === undefined ? [] : foreignIn(place, previous))
        const files = await make(temporary, await others())
        // Once more: a site takes its time.
        const foreign = await others()
        refuseCollisions(foreign, [...Object.keys(files), manifestName], `"${out}"`)
        for (const path of foreign) {
          await mkdir(dirname(join(temporary, path)), { recursive: true })
          await cp(join(place, path), join(temporary, path), { verbatimSymlinks: true, preserveTimestamps: true })
        }
        // A repository whose branches are packed has empty folders, and is none without them. One that is in the way of a file
        // of the site goes.
        for (const path of await emptyFoldersIn(place))
          await mkdir(join(temporary, path), { recursive: true }).catch(() => undefined)
        return { unchanged: sameFiles(files, previous?.files), kept: foreign.length }
      }),
    close: async () => undefined,
  }
}

async function realOrNew(path: string): Promise<string> {
  const real = await realpath(path).catch(() => undefined)
  if (real !== undefined || dirname(path) === path) return real ?? path
  return join(await realOrNew(dirname(path)), path.slice(dirname(path).length).replace(/^[/\\]/, ''))
}

async function readPrevious(folder: string, place: string): Promise<Previous | undefined> {
  const manifest = join(folder, manifestName)
  if ((await lstat(manifest).catch(() => undefined))?.isFile() !== true) return undefined
  return { folder, files: parseManifest(await readFile(manifest, 'utf8'), place) }
}

async function foreignIn(folder: string, previous: Previous | undefined): Promise<string[]> {
  const ours = previous === undefined ? undefined : new Set([...Object.keys(previous.files), manifestName])
  return (await filesIn(folder)).filter((path) => ours?.has(path) !== true)
}

/** Whether two sites have the same files. */
function sameFiles(one: SiteFiles, other: SiteFiles | undefined): boolean {
  if (other === undefined) return false
  const paths = Object.keys(one)
  return paths.length === Object.keys(other).length && paths.every((path) => one[path] === other[path])
}
