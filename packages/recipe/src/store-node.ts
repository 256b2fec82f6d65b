/**
 * The input store on disk: a folder in the user's cache with one file an input, named by its SHA-256, and any folders
 * that the user names, searched by content. What was hashed once is remembered by size and time of change.
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { opendir, readFile, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { writeFileAtomic } from './atomic.ts'
import { RecipeError } from './error.ts'
import { sha256 } from './sha256.ts'
import type { InputStore } from './store.ts'

/** What is known of a file in a searched folder. */
interface Seen {
  readonly size: number
  readonly changed: number
  readonly sha256: string
}

/** Where to keep and where to look. */
export interface InputStoreOptions {
  /** The store's own folder; by default `reverie/inputs` in the user's cache. */
  readonly folder?: string
  /** Folders (or files) to search by content, subfolders included. */
  readonly inputs?: readonly string[]
}

/**
 * Opens the input store. Nothing is written until the first `put`.
 * @throws RecipeError when a folder of `inputs` is not there
 */
export async function openInputStore(options: InputStoreOptions = {}): Promise<InputStore> {
  const folder = options.folder ?? join(cacheFolder(), 'reverie', 'inputs')
  const searched = (options.inputs ?? []).map((path) => resolve(path))
  for (const path of searched)
    if ((await stat(path).catch(() => undefined)) === undefined)
      throw new RecipeError(`The folder of inputs "${path}" is not there: give one that exists.`)
  const indexFile = join(folder, 'index.json')
  const place = (hash: string) => join(folder, hash.slice(0, 2), hash)
  // A work may have thousands of inputs: the folders are gone through once.
  let looked: Promise<[Found[], Map<string, Seen>]> | undefined

  const search = async (
    [all, index]: readonly [readonly Found[], Map<string, Seen>],
    hash: string,
    name: string | undefined,
  ): Promise<Uint8Array | undefined> => {
    // Files of the expected name first: then most often nothing else needs hashing.
    const named = (path: string) => (name !== undefined && path.endsWith(name) ? 0 : 1)
    const files = all.toSorted((one, other) => named(one.path) - named(other.path))
    let learned = false
    try {
      for (const file of files) {
        let seen = index.get(file.path)
        if (seen?.size !== file.size || seen.changed !== file.changed) {
          // It may have changed since the folder was gone through.
          const now = await stat(file.path).catch(() => undefined)
          const hashed = await hashFile(file.path)
          if (now === undefined || hashed === undefined) continue
          seen = { size: now.size, changed: now.mtimeMs, sha256: hashed }
          index.set(file.path, seen)
          learned = true
        }
        const bytes = seen.sha256 === hash ? await read(file.path, hash) : undefined
        if (bytes !== undefined) return bytes
      }
      return undefined
    } finally {
      // A cache that cannot be written costs time, never the work.
      if (learned) await writeIndex(indexFile, index).catch(() => undefined)
    }
  }

  return {
    put: async (bytes) => {
      const hash = await sha256(bytes)
      if ((await read(place(hash), hash)) === undefined) await writeFileAtomic(place(hash), bytes)
      return hash
    },
    get: async (hash, name) => {
      if (!/^[0-9a-f]{64}$/.test(hash)) return undefined
      const kept = await read(place(hash), hash)
      if (kept !== undefined || searched.length === 0) return kept
      if (looked !== undefined) {
        const found = await search(await looked, hash, name)
        if (found !== undefined) return found
      }
      // Files may have come meanwhile.
      looked = Promise.all([filesOf(searched), readIndex(indexFile)])
      return search(await looked, hash, name)
    },
  }
}

/** The user's cache folder, by each system's convention. */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env, platform = process.platform): string {
  const chosen = environment['XDG_CACHE_HOME']
  if (chosen !== undefined && chosen !== '') return chosen
  if (platform === 'win32') return environment['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local')
  return platform === 'darwin' ? join(homedir(), 'Library', 'Caches') : join(homedir(), '.cache')
}

/** The bytes of a file if they have this hash. */
async function read(path: string, hash: string): Promise<Uint8Array | undefined> {
  const bytes = await readFile(path).catch(() => undefined)
  return bytes !== undefined && (await sha256(bytes)) === hash ? new Uint8Array(bytes) : undefined
}

async function hashFile(path: string): Promise<string | undefined> {
  const hash = createHash('sha256')
  try {
    for await (const piece of createReadStream(path)) hash.update(piece as Buffer)
  } catch {
    return undefined // gone or unreadable meanwhile: not the file that is looked for
  }
  return hash.digest('hex')
}

interface Found {
  readonly path: string
  readonly size: number
  readonly changed: number
}

async function filesOf(roots: readonly string[]): Promise<Found[]> {
  const found: Found[] = []
  const visit = async (path: string): Promise<void> => {
    const about = await stat(path).catch(() => undefined)
    if (about?.isFile()) found.push({ path, size: about.size, changed: about.mtimeMs })
    if (!about?.isDirectory()) return
    for await (const entry of await opendir(path)) {
      // Links are not followed below the roots, so that a loop of them ends.
      if (entry.isDirectory() || entry.isFile()) await visit(join(path, entry.name))
    }
  }
  for (const root of roots) await visit(root)
  return found
}

async function readIndex(path: string): Promise<Map<string, Seen>> {
  try {
    const entries = JSON.parse(await readFile(path, 'utf8')) as Record<string, Seen>
    return new Map(Object.entries(entries))
  } catch {
    return new Map() // none yet, or damaged: it is made again
  }
}

async function writeIndex(path: string, index: ReadonlyMap<string, Seen>): Promise<void> {
  await writeFileAtomic(path, new TextEncoder().encode(JSON.stringify(Object.fromEntries(index))))
}
