/**
 * Collections in a terminal: opened by their folder, and their pieces found again by content. Where collections that were
 * used lie is remembered in the user's cache, never in a recipe, so that a collage can be made again without saying where
 * its pieces are.
 */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Bundle, Collection } from '@reverie/collection'
import { writeFileAtomic } from '@reverie/image/node'
import { cacheFolder } from '@reverie/recipe/node'

/** How many are remembered. */
const MOST = 50

/** A collection by its folder. @throws CollectionError when it is none */
export async function openFolder(folder: string): Promise<Bundle> {
  const { openCollection } = await import('@reverie/collection/node')
  return openCollection(folder)
}

/** Remembers where a collection is. A cache that cannot be written costs time, never the work. */
export async function rememberCollection(folder: string): Promise<void> {
  // The samples are found by their name, wherever the next version of Reverie unpacks them.
  const path = folder === 'samples' && !existsSync(folder) ? folder : resolve(folder)
  const others = (await remembered()).filter((other) => other !== path)
  const text = JSON.stringify([path, ...others].slice(0, MOST))
  await writeFileAtomic(listFile(), new TextEncoder().encode(text)).catch(() => undefined)
}

/** Finds the bytes of pieces. */
export interface PieceFinder {
  /** Whether a collection knows it; its source may still be away. */
  has(sha256: string): Promise<boolean>
  /** Undefined when no collection has it at hand. */
  find(sha256: string): Promise<Uint8Array | undefined>
}

/**
 * Finds pieces by their content in the collections among `folders`, then in those that are remembered.
 * @param folders those of `--inputs`; they need not be collections
 */
export function pieceFinder(folders: readonly string[]): PieceFinder {
  let opened: Promise<readonly Known[]> | undefined
  const known = (): Promise<readonly Known[]> => (opened ??= open(folders))
  return {
    has: async (sha256) => (await known()).some(({ ids }) => ids.has(sha256)),
    find: async (sha256) => {
      for (const { collection, ids } of await known()) {
        const id = ids.get(sha256)
        const bytes = id === undefined ? undefined : await collection.original(id)
        if (bytes !== undefined) return bytes
      }
      return undefined
    },
  }
}

interface Known {
  readonly collection: Collection
  readonly ids: ReadonlyMap<string, string>
}

async function open(folders: readonly string[]): Promise<Known[]> {
  const known: Known[] = []
  for (const folder of new Set([...folders.map((path) => resolve(path)), ...(await remembered())])) {
    try {
      const collection = await openFolder(folder)
      const pieces = await collection.pieces()
      known.push({ collection, ids: new Map(pieces.map(({ sha256, id }) => [sha256, id])) })
    } catch {
      // No collection, or not any more: pieces may be elsewhere.
    }
  }
  return known
}

async function remembered(): Promise<string[]> {
  try {
    return JSON.parse(await readFile(listFile(), 'utf8')) as string[]
  } catch {
    return []
  }
}

function listFile(): string {
  return join(cacheFolder(), 'reverie', 'collections.json')
}
