/**
 * The picture of a work of another medium: made by a plug-in, judged as a picture that is submitted, and recorded as
 * `picture-<uid>`. What a plug-in fetched is so judged before anything else sees it, and pinned by its hash.
 */
import { join } from 'node:path'
import { readHeader, sniff } from '@reverie/image'
import { writeFileAtomic } from '@reverie/image/node'
import { guardFolder, hashOf } from '../build/files.ts'
import { keyOf, seedOf } from '../build/key.ts'
import { fileName, pictureGenerator } from '../build/names.ts'
import { RefusedPicture, submitted } from '../build/open-pictures.ts'
import { bytesOf } from '../build/plugin-result.ts'
import { readWhole } from '../build/read-whole.ts'
import { generatedPath, type Generated } from '../build/record.ts'
import type { Workshop } from '../build/workshop.ts'
import { endingOf } from '../check/tree.ts'
import type { GalleryWork } from '../load/works.ts'
import { judgePicture, tooManyBytes } from '../picture/judge-picture.ts'
import { mediaByEnding } from '../plugins/load-plugins.ts'
import { createTools } from '../plugins/tools.ts'
import { printable, type Fault } from '../problem.ts'
import { judgeMedia, type Taker } from './judge-media.ts'

const takerOf = ({ picture }: GalleryWork, { gallery }: Workshop): Taker =>
  mediaByEnding(gallery.plugins).get(endingOf(picture.path))!

/** What decides about the picture of a work. */
export function mediaKey(work: GalleryWork, shop: Workshop): string {
  const { path } = takerOf(work, shop)
  const { name, sha256 } = submitted(work)
  return keyOf({
    generator: pictureGenerator,
    maker: `${path} ${shop.gallery.plugins.get(path)!.sha256}`,
    parameters: { maxSide: shop.gallery.config.pictures.maxSide },
    seed: seedOf(work.uid, pictureGenerator),
    closer: undefined,
    inputs: [{ port: 'media', name, sha256 }],
    models: [],
    format: '',
    quality: 0,
  })
}

/**
 * Makes the picture of a work.
 * @throws RefusedPicture with all that the plug-in finds wrong with the file, or the gallery with the picture
 */
export async function renderMedia(work: GalleryWork, key: string, shop: Workshop): Promise<Generated> {
  const { root, config } = shop.gallery
  const { uid } = work
  const source = submitted(work)
  const refuse = (faults: readonly Fault[]): RefusedPicture =>
    new RefusedPicture(faults.map((fault) => printable({ file: source.path, ...fault })))
  if (source.bytes > config.pictures.maxBytes) throw refuse([tooManyBytes(source.bytes, config.pictures.maxBytes)])
  const bytes = await readWhole(join(root, source.path), source.bytes)
  if (bytes === undefined || hashOf(bytes) !== source.sha256)
    throw new Error('it changed while the gallery was built')
  const taker = takerOf(work, shop)
  const found = await judgeMedia(bytes, source.name, taker)
  if (found.length > 0) throw refuse(found)
  const picture = await render(bytes, work, taker, shop).catch((error: unknown) => {
    shop.signal.throwIfAborted()
    const why = error instanceof Error ? error.message : String(error)
    const message = `The plug-in "${taker.path}" makes no picture of it: ${why}`
    throw refuse([{ line: 1, code: 'media', message, fix: 'Mend the file, or tell those who keep the gallery.' }])
  })
  const format = sniff(picture) ?? 'bin'
  const file = fileName(pictureGenerator, uid, format)
  const { faults } = await judgePicture(picture, file, config.pictures)
  if (faults.length > 0)
    throw refuse(faults.map((fault) => ({ ...fault, message: `Its picture: ${fault.message}` })))
  const { width, height } = readHeader(picture)
  await guardFolder(root, uid)
  await writeFileAtomic(join(root, generatedPath(uid, file)), picture)
  const entry: Generated = {
    file,
    generator: pictureGenerator,
    key,
    sha256: hashOf(picture),
    bytes: picture.length,
    width,
    height,
    parents: [{ port: 'media', uid, sha256: source.sha256 }],
  }
  await shop.records.put(uid, entry)
  return entry
}

async function render(bytes: Uint8Array, work: GalleryWork, { media }: Taker, shop: Workshop): Promise<Uint8Array> {
  const { name } = submitted(work)
  const { maxSide } = shop.gallery.config.pictures
  const seed = seedOf(work.uid, pictureGenerator)
  const tools = createTools({ ...shop, seed, onInput: () => undefined })
  const picture = await bytesOf(await media.render(bytes, { name, seed, maxSide, tools }))
  shop.signal.throwIfAborted()
  return picture
}
