/**
 * Finds approved bytes by their hash: what a work's path holds counts only as one of the places to look. The others are
 * folders that were given (what CI kept of a build), and what was published before.
 */
import { lstat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { GalleryError } from '../error.ts'
import { hashFile } from '../load/hash-file.ts'
import type { Previous } from './destination.ts'
import { filesIn } from './manifest.ts'

/** Bytes on this machine. */
export interface Found {
  readonly place: string
  readonly sha256: string
  readonly bytes: number
}

/** Where bytes are looked for. */
export interface Bytes {
  /** Finds bytes; the place that is told first is tried first. Undefined when nobody has them. */
  readonly find: (sha256: string, likely: string) => Promise<Found | undefined>
}

/**
 * Opens the places where approved bytes may be.
 * @param from folders that are searched whole, through no links
 * @throws GalleryError when one of them is none
 */
export async function openBytes(from: readonly string[], previous: Previous | undefined): Promise<Bytes> {
  const places = new Map<string, string[]>()
  const add = (sha256: string, place: string): void => {
    places.set(sha256, [...(places.get(sha256) ?? []), place])
  }
  for (const folder of from.map((each) => resolve(each))) {
    if ((await lstat(folder).catch(() => undefined))?.isDirectory() !== true)
      throw new GalleryError(`There is no folder "${folder}": --from takes folders that hold what a build made.`)
    for (const path of await filesIn(folder)) {
      const place = join(folder, path)
      const found = await hashFile(place)
      if (found !== undefined) add(found.sha256, place)
    }
  }
  for (const [path, sha256] of Object.entries(previous?.files ?? {})) add(sha256, join(previous!.folder, path))
  return {
    find: async (sha256, likely) => {
      for (const place of [likely, ...(places.get(sha256) ?? [])]) {
        // Read now, not believed: a manifest may say anything, and files change.
        const found = await hashFile(place)
        if (found?.sha256 === sha256) return { place, ...found }
      }
      return undefined
    },
  }
}

/** The folders that may hold `<uid>/build.json`: those given, or their folder `generated`. */
export async function madeFolders(from: readonly string[], generated: string): Promise<string[]> {
  const folders: string[] = []
  for (const folder of from.map((each) => resolve(each))) {
    const inner = join(folder, basename(generated))
    folders.push((await lstat(inner).catch(() => undefined))?.isDirectory() === true ? inner : folder)
  }
  return [generated, ...folders]
}
