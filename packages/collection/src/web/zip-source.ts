/** A ZIP archive of pictures that a person gave to a page: read where it lies, an entry at a time. */
import { BlobReader, Uint8ArrayWriter, ZipReader, type FileEntry } from '@zip.js/zip.js'
import { CollectionError } from '../error.ts'
import type { Found, Source, SourceFile } from '../source.ts'

/** Deflate makes at most 1,032 of one; a picture that was packed well is no more than a few dozen. */
const mostRatio = 1000
const mostBytes = 2 ** 30

/**
 * The files of an archive.
 * @param name what the collection calls it
 */
export function openGivenZip(archive: Blob, name: string): Source {
  return { name, origin: { kind: 'browser', location: name }, list: (signal) => list(archive, signal) }
}

async function* list(archive: Blob, signal: AbortSignal): AsyncGenerator<Found, void, void> {
  const reader = new ZipReader(new BlobReader(archive))
  const entries = await reader.getEntries().catch((cause: unknown) => {
    throw new CollectionError('This is not a ZIP archive, or it is cut off.', { cause })
  })
  for (const entry of entries) {
    signal.throwIfAborted()
    const path = entry.filename
    if (entry.directory || path.split('/').some((part) => part.startsWith('.') || part === '__MACOSX')) continue
    const { uncompressedSize: bytes, compressedSize, signature } = entry
    if (bytes > mostBytes || bytes > mostRatio * Math.max(1, compressedSize))
      yield {
        kind: 'problem',
        problem: { path, code: 'too-large', message: `"${path}" would unpack to more than any picture is.` },
      }
    else yield { kind: 'file', file: fileOf(entry, `${bytes}:${signature}`) }
  }
}

function fileOf(entry: FileEntry, stamp: string): SourceFile {
  let whole: Promise<Uint8Array> | undefined
  const read = async (limit?: number) => {
    // Asked for its head first, then for all of it.
    whole ??= entry.getData(new Uint8ArrayWriter())
    const bytes = await whole
    if (limit !== undefined) return bytes.subarray(0, limit)
    whole = undefined
    return bytes
  }
  return { path: entry.filename, stamp, bytes: entry.uncompressedSize, read }
}
