/** A set of pictures as a zip: originals where they are at hand, else the largest thumbnails, and the table of credits. */
import { strToU8, Zip, ZipPassThrough } from 'fflate'
import type { MapModel } from '../model.ts'
import { setTable } from './table.ts'

/**
 * @param onProgress is told how many pictures are in.
 * @throws Error when a picture cannot be had
 */
export async function zipOf(
  model: MapModel,
  rows: readonly number[],
  onProgress: (done: number) => void,
): Promise<Blob> {
  const parts: BlobPart[] = []
  let problem: Error | undefined
  const zip = new Zip((error, chunk) => {
    if (error) problem = error
    else parts.push(chunk)
  })
  // Pictures are compressed already.
  const add = (name: string, bytes: Uint8Array): void => {
    const file = new ZipPassThrough(name)
    zip.add(file)
    file.push(bytes, true)
  }
  for (const [done, row] of rows.entries()) {
    const { name, blob } = await pictureOf(model, row)
    add(name, new Uint8Array(await blob.arrayBuffer()))
    onProgress(done + 1)
  }
  add('pictures.csv', strToU8(await setTable(model, rows)))
  zip.end()
  if (problem !== undefined) throw problem
  return new Blob(parts, { type: 'application/zip' })
}

async function pictureOf({ source, catalogue }: MapModel, row: number): Promise<{ name: string; blob: Blob }> {
  const title = catalogue.titles[row]!.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 60)
  const stem = `${title}-${catalogue.ids[row]!.slice(0, 6)}`
  const original = await source.original(row)
  if (original?.kind === 'bytes') return { name: `${stem}.${original.format}`, blob: original.blob }
  if (original?.kind === 'file') {
    const answer = await fetch(original.url)
    if (answer.ok) return { name: `${stem}${endingOf(original.url)}`, blob: await answer.blob() }
  }
  return { name: `${stem}.webp`, blob: await source.picture(row, 512, new AbortController().signal) }
}

const endingOf = (url: string): string => /\.[a-z0-9]+$/i.exec(new URL(url).pathname)?.[0] ?? ''
