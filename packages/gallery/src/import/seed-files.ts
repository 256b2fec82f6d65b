/**
 * The files of a gallery in the layout of vsoch/opensource-art, a Jekyll site: `docs/_works/<year>/<uid>.md` (in its first
 * days without `docs` or years) and `docs/assets/images/<year>/<name>.jpg`. Nothing is followed: a checkout is somebody
 * else's.
 */
import { constants } from 'node:fs'
import { lstat, open, readdir, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { GalleryError } from '../error.ts'

/** What a checkout holds. */
export interface SeedFiles {
  readonly root: string
  /** Paths from the root, sorted. */
  readonly texts: readonly string[]
  readonly pictures: readonly string[]
  /** The folder that `image` is counted from, from the root. */
  readonly images: string
  /** Links, pipes and devices. */
  readonly odd: readonly string[]
}

/** Larger files are not read, in bytes. */
const largest = 200_000_000

/**
 * Lists a checkout.
 * @throws GalleryError when it is not in this layout
 */
export async function listSeed(checkout: string): Promise<SeedFiles> {
  const root = await realpath(checkout).catch(() => undefined)
  for (const docs of ['docs/', '']) {
    const isFolder =
      root !== undefined && (await lstat(join(root, docs, '_works')).catch(() => undefined))?.isDirectory()
    if (root === undefined || isFolder !== true) continue
    const odd: string[] = []
    const images = `${docs}assets/images`
    const texts = (await walk(root, `${docs}_works`, odd)).filter((path) => path.endsWith('.md'))
    const pictures = await walk(root, images, odd)
    return { root, texts, pictures, images, odd }
  }
  throw new GalleryError(
    `"${checkout}" holds no gallery in the layout of vsoch/opensource-art: it has no folder docs/_works. Give the folder of its checkout.`,
  )
}

async function walk(root: string, folder: string, odd: string[]): Promise<string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => [])
  const paths: string[] = []
  for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) paths.push(...(await walk(root, path, odd)))
    else if (entry.isFile()) paths.push(path)
    else odd.push(path)
  }
  return paths
}

/** A file of the checkout; undefined when it cannot be read, or is too large. */
export async function readSeed(root: string, path: string): Promise<Uint8Array | undefined> {
  try {
    const file = await open(join(root, path), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    try {
      const facts = await file.stat()
      return facts.isFile() && facts.size <= largest ? new Uint8Array(await file.readFile()) : undefined
    } finally {
      await file.close()
    }
  } catch {
    return undefined
  }
}
