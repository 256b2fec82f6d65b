/**
 * A ZIP archive as a source, read where it lies: nothing is unpacked to the disk, so that no name in it can lead anywhere,
 * and an entry takes memory only while it is read. Sizes that an entry states are checked against what comes out of it.
 */
import { createReadStream } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import type { Readable } from 'node:stream'
import {
  fromRandomAccessReaderPromise,
  getFileNameLowLevel,
  RandomAccessReader,
  validateFileName,
  type Entry,
  type ZipFile,
} from 'yauzl'
import { CollectionError } from '../error.ts'
import type { Found, ProblemCode, Source } from '../source.ts'

/** Entries that would be larger are refused without a look: no picture of ours is. */
const mostBytes = 1 << 30
/** Deflate makes at most 1,032 of one; a picture that was packed well is no more than a few dozen. */
const mostRatio = 1000
/** The list of the entries is in memory. */
const mostEntries = 2_000_000

/**
 * A ZIP archive.
 * @throws CollectionError when it is not a ZIP archive, or is cut off
 */
export async function openZipSource(path: string, name: string): Promise<Source> {
  const location = await realpath(path)
  // Once now, so that what is no archive is told before anything is done.
  await openArchive(location)
  return { name, origin: { kind: 'zip', location }, list: (signal) => list(location, signal) }
}

/** Whether a file begins as ZIP archives do. */
export const isArchive = (start: Uint8Array): boolean =>
  start[0] === 0x50 && start[1] === 0x4b && (start[2] === 3 || start[2] === 5 || start[2] === 7)

async function openArchive(location: string): Promise<ZipFile> {
  const { size } = await stat(location)
  try {
    return await fromRandomAccessReaderPromise(new FileReader(location), size, {
      lazyEntries: true,
      decodeStrings: false,
      autoClose: false,
    })
  } catch (error) {
    throw new CollectionError(`"${location}" is not a ZIP archive or is cut off (${messageOf(error)}).`, {
      cause: error,
    })
  }
}

/** Opens the file anew for each read, so that an archive that is only listed holds nothing open. */
class FileReader extends RandomAccessReader {
  readonly #location: string
  constructor(location: string) {
    super()
    this.#location = location
  }
  override _readStreamForRange(start: number, end: number): Readable {
    // An empty range is a stream of nothing; `end` of the file system's is included.
    return createReadStream(this.#location, { start, end: Math.max(start, end) - 1 })
  }
}

async function* list(location: string, signal: AbortSignal): AsyncGenerator<Found, void, void> {
  const archive = await openArchive(location)
  if (archive.entryCount > mostEntries)
    throw new CollectionError(
      `"${location}" has ${archive.entryCount} entries; archives of up to ${mostEntries} are read.`,
    )
  const found: { path: string; entry: Entry }[] = []
  let damage: string | undefined
  try {
    for await (const entry of archive.eachEntry()) {
      signal.throwIfAborted()
      found.push({ path: nameOf(entry), entry })
    }
  } catch (error) {
    signal.throwIfAborted()
    damage = messageOf(error)
  }
  const overlapping = overlaps(found.map(({ entry }) => entry))
  // By name, as folders are listed; those of one name in the order of the archive.
  found.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
  const seen = new Set<string>()
  for (const { path, entry } of found) {
    if (path.endsWith('/') || isHidden(path)) continue
    if (seen.has(path))
      yield problem(`${path} (again)`, 'unreadable', `"${path}" comes twice in the archive: the first one counts.`)
    else yield look(archive, path, entry, overlapping.has(entry))
    seen.add(path)
  }
  // As the root: what lies behind the damage is not taken for removed.
  if (damage !== undefined)
    yield problem('', 'damaged', `The archive is damaged (${damage}): what comes after is not read.`)
}

const isHidden = (path: string): boolean =>
  path.startsWith('__MACOSX/') ||
  path.split('/').some((part) => part.startsWith('.') && part !== '..' && part !== '.')

function nameOf(entry: Entry): string {
  const { generalPurposeBitFlag, fileNameRaw, extraFields } = entry
  return getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false)
}

/** Entries whose data begins where another's has not ended: one megabyte can so pretend to be thousands of files. */
function overlaps(entries: readonly Entry[]): ReadonlySet<Entry> {
  const sorted = entries.toSorted((a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader)
  return new Set(
    sorted.filter((entry, index) => {
      const before = sorted[index - 1]
      if (before === undefined) return false
      const end = before.relativeOffsetOfLocalHeader + 30 + before.fileNameLength + before.compressedSize
      return entry.relativeOffsetOfLocalHeader < end
    }),
  )
}

function look(archive: ZipFile, path: string, entry: Entry, overlapping: boolean): Found {
  const kind = (entry.externalFileAttributes >>> 16) & 0o170000
  const bad = validateFileName(path)
  if (bad !== null) return problem(path, 'unreadable', `"${path}" leads out of the archive: it is not read.`)
  if (kind === 0o120000) return problem(path, 'link', `"${path}" is a link: links in archives are not followed.`)
  if (kind !== 0 && kind !== 0o100000) return problem(path, 'special', `"${path}" is a pipe, a socket or a device.`)
  if (entry.isEncrypted())
    return problem(path, 'unreadable', `"${path}" is locked by a password: unpack the archive and give the folder.`)
  if (!entry.canDecodeFileData())
    return problem(
      path,
      'unreadable',
      `"${path}" is packed by method ${entry.compressionMethod}: pack it by deflate.`,
    )
  if (entry.uncompressedSize > mostBytes)
    return problem(
      path,
      'too-large',
      `"${path}" says that it has ${Math.round(entry.uncompressedSize / 1e6)} MB unpacked.`,
    )
  if (entry.uncompressedSize > 2 ** 22 && entry.uncompressedSize > mostRatio * entry.compressedSize)
    return problem(path, 'too-large', `"${path}" grows more than ${mostRatio} times when unpacked: it is not read.`)
  if (overlapping) return problem(path, 'damaged', `"${path}" shares its bytes with another entry: it is not read.`)
  return {
    kind: 'file',
    file: {
      path,
      // Of the content itself: an archive that is packed again changes nothing.
      stamp: `${entry.crc32}:${entry.uncompressedSize}`,
      bytes: entry.uncompressedSize,
      read: async (limit) => readEntry(archive, path, entry, limit),
    },
  }
}

async function readEntry(archive: ZipFile, path: string, entry: Entry, limit?: number): Promise<Uint8Array> {
  const size = Math.min(limit ?? Infinity, entry.uncompressedSize)
  const bytes = new Uint8Array(size)
  let at = 0
  try {
    const stream = await archive.openReadStreamPromise(entry)
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      const part = chunk.subarray(0, size - at)
      bytes.set(part, at)
      at += part.length
      // Leaving the loop destroys the stream.
      if (at === size && limit !== undefined && size < entry.uncompressedSize) return bytes
    }
  } catch (error) {
    throw new CollectionError(`"${path}" is damaged in the archive (${messageOf(error)}).`, { cause: error })
  }
  if (at !== entry.uncompressedSize || crc32(bytes) !== entry.crc32)
    throw new CollectionError(`"${path}" is damaged in the archive: its content does not match its checksum.`)
  return bytes
}

const problem = (path: string, code: ProblemCode, message: string): Found => ({
  kind: 'problem',
  problem: { path, code, message },
})

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
