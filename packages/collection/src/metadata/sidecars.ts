/**
 * Tables and notes that lie beside the pictures. A table (`metadata.csv`, `data.json`, …) tells of the files in its folder
 * and below; a note (`cat.png.json`, `cat.json`, `cat.xmp`) tells of one file beside it. What lies nearer to a picture is trusted more.
 */
import type { SourceFile } from '../source.ts'
import { readXmp } from './embedded.ts'
import { fileNamesOf, metadataFromRow, namesFiles, rowOf, type Row } from './fields.ts'
import { mergeMetadata, type Metadata } from './metadata.ts'
import { parseCsv, parseJson, parseJsonRows, type ReadRows } from './table.ts'

/** What sidecars say. */
export interface Sidecars {
  /** What they say of the file at a path, if anything; tags of all of them. */
  about(path: string): Metadata | undefined
  /** A sentence for each sidecar that could not be read. */
  readonly problems: readonly { readonly path: string; readonly message: string }[]
}

/** Sidecars are texts: larger files are something else. */
const mostBytes = 64 * 2 ** 20
const mostNotes = 64 * 2 ** 10

/** Whether a file may be a sidecar, by its name. */
export const isSidecar = (path: string): boolean => /\.(?:csv|tsv|json|xmp)$/i.test(path)

/**
 * Reads the sidecars among the files of a source; the others are not opened.
 * @param files all files of a source, or only those for which `isSidecar` holds
 * @param pictures how the paths of pictures are told from others: a note is only read where its picture is
 */
export async function readSidecars(files: readonly SourceFile[], pictures: ReadonlySet<string>): Promise<Sidecars> {
  const problems: { path: string; message: string }[] = []
  const accounts = new Map<string, { depth: number; metadata: Metadata }[]>()
  const index = indexOf(pictures)
  const add = (path: string, depth: number, metadata: Metadata): void => {
    const list = accounts.get(path) ?? []
    if (list.length === 0) accounts.set(path, list)
    list.push({ depth, metadata })
  }
  for (const file of files.filter(({ path }) => isSidecar(path))) {
    const { path } = file
    try {
      // oxlint-disable-next-line no-await-in-loop -- one at a time: tables may be large
      for (const { picture, metadata } of await readSidecar(file, index))
        add(picture, depthOf(path, picture), metadata)
    } catch (error) {
      problems.push({ path, message: error instanceof Error ? error.message : String(error) })
    }
  }
  return {
    problems,
    about: (path) => {
      const found = accounts.get(path)
      if (found === undefined) return undefined
      return known(mergeMetadata(found.toSorted((a, b) => b.depth - a.depth).map(({ metadata }) => metadata)))
    },
  }
}

/** Only the fields that say something. */
const known = (metadata: Required<Metadata>): Metadata =>
  Object.fromEntries(
    Object.entries(metadata).filter(([, value]) => value !== '' && value !== null && !isEmpty(value)),
  ) as Metadata

const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0

/** A note is nearer than any table; a table is nearer the deeper it lies. */
const depthOf = (sidecar: string, picture: string): number =>
  stem(sidecar) === picture || stem(sidecar) === stem(picture) ? Infinity : sidecar.split('/').length

const stem = (path: string): string => path.replace(/\.[^./]+$/, '')
const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1)

/** Pictures by what a table may call them: path or name, with its ending or without. */
interface Index {
  readonly paths: ReadonlySet<string>
  readonly byStem: ReadonlyMap<string, readonly string[]>
  readonly byName: ReadonlyMap<string, readonly string[]>
}

function indexOf(paths: ReadonlySet<string>): Index {
  const byStem = new Map<string, string[]>()
  const byName = new Map<string, string[]>()
  const put = (map: Map<string, string[]>, key: string, path: string): void => {
    const list = map.get(key)
    if (list === undefined) map.set(key, [path])
    else list.push(path)
  }
  for (const path of paths) {
    const name = path.slice(folderOf(path).length)
    put(byStem, stem(path), path)
    put(byName, name, path)
    if (stem(name) !== name) put(byName, stem(name), path)
  }
  return { paths, byStem, byName }
}

interface Account {
  readonly picture: string
  readonly metadata: Metadata
}

async function readSidecar(file: SourceFile, index: Index): Promise<Account[]> {
  const { path } = file
  const isTable = /\.[ct]sv$/i.test(path)
  const own = isTable ? [] : ownPictures(path, index)
  const most = own.length > 0 ? mostNotes : mostBytes
  if ((file.bytes ?? 0) > most || (own.length === 0 && /\.xmp$/i.test(path))) return []
  const bytes = await file.read(most + 1)
  if (bytes.length > most) return []
  if (own.length > 0) {
    const metadata = await readNote(path, bytes)
    if (metadata !== undefined) return own.map((picture) => ({ picture, metadata }))
  }
  const table: ReadRows = isTable ? parseCsv(bytes, path) : parseJsonRows(bytes, path)
  if (!namesFiles(table.columns)) return []
  return table.rows.flatMap((row) => {
    const pictures = picturesOf(row, folderOf(path), index)
    const metadata = pictures.length > 0 ? metadataFromRow(row) : {}
    return pictures.map((picture) => ({ picture, metadata }))
  })
}

/** The pictures that a note is about, by its name. */
function ownPictures(path: string, { paths, byStem }: Index): string[] {
  return [...(paths.has(stem(path)) ? [stem(path)] : []), ...(byStem.get(stem(path)) ?? [])]
}

async function readNote(path: string, bytes: Uint8Array): Promise<Metadata | undefined> {
  if (/\.xmp$/i.test(path)) return readXmp(bytes)
  const value = parseJson(bytes, path)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  return metadataFromRow(rowOf(value))
}

/** The pictures that a row of a table in a folder is about. */
function picturesOf(row: Row, folder: string, { paths, byStem, byName }: Index): readonly string[] {
  for (const written of fileNamesOf(row)) {
    const name = written.replaceAll('\\', '/').replace(/^(?:\.?\/)+/, '')
    if (paths.has(folder + name)) return [folder + name]
    const stems = byStem.get(folder + name)
    if (stems !== undefined) return stems
    // A name alone stands for each file of that name below the table.
    const named = name.includes('/') ? [] : (byName.get(name) ?? []).filter((path) => path.startsWith(folder))
    if (named.length > 0) return named
  }
  return []
}
