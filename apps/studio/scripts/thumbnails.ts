/**
 * Makes the small pictures that the Studio ships: what each telling layer of a network dreams, and what each preset
 * does, both with the cat of the samples. Run again when layers or presets change:
 * `npm run thumbnails -w @reverie/studio`.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { crop, resample, type Raster } from '@reverie/image'
import { readImageFile } from '@reverie/image/node'
import {
  createHost,
  dreamLayers,
  instruments,
  parametersOf,
  type RenderEvent,
  type RenderResult,
} from '@reverie/instruments/node'
import { listModels } from '@reverie/models'
import sharp from 'sharp'

const studio = join(import.meta.dirname, '..')
/** Thumbnails are details at full resolution: what a layer draws is seen in its strokes. */
const side = 144

const { raster } = await readImageFile(join(studio, 'samples/chelsea.png'))
/** The face: what is in the middle of a thumbnail is all that one sees of it. */
const square = crop(raster, 60, 0, 300, 300)
const host = createHost()

async function write(path: string, picture: Raster): Promise<void> {
  const small = resample(picture, side, side, 'area')
  const { channels } = small
  await mkdir(dirname(join(studio, path)), { recursive: true })
  const raw = { width: side, height: side, channels }
  await writeFile(join(studio, path), await sharp(small.data, { raw }).webp({ quality: 72 }).toBuffer())
  console.log(path)
}

/** `npm run thumbnails -w @reverie/studio -- pattern` makes those of one instrument only. */
const [only] = process.argv.slice(2)

for (const { id } of only === undefined || only === 'dream' ? listModels() : [])
  for await (const { layer, raster: dreamed } of dreamLayers(square, await host.model(id), host, {
    side: 2 * side,
    steps: 12,
  }))
    await write(`looks/${id}/${layer}.webp`, crop(dreamed, 40, 60, side, side))

for (const instrument of Object.values(instruments)) {
  if (only !== undefined && only !== instrument.name) continue
  // What is made of a collection has no picture of its own: its presets are words.
  if ('collection' in instrument.inputs) continue
  for (const [index, preset] of Object.keys(instrument.presets).entries()) {
    const parameters = parametersOf(instrument, { preset })
    const input = { raster: square, sha256: '', name: 'chelsea.png' }
    const { image } = instrument.inputs
    // Where a picture comes of the seed alone, each preset has its own, so that no two of them have the same colours.
    const seed = image?.required ? 1 : index + 1
    const request = { parameters, seed, inputs: image?.required ? { image: [input] } : {} }
    const own = image?.required ? request : instrument.resize(request, { width: 2 * side, height: 2 * side })
    const work = instrument.render(own, host)
    let step: IteratorResult<RenderEvent, RenderResult>
    do step = await work.next()
    while (!step.done)
    const { output } = step.value
    if (output.kind !== 'raster') continue
    const path = `presets/${instrument.name}/${preset}.webp`
    if (image?.required) await write(path, crop(output.raster, 40, 60, 200, 200))
    else await write(path, output.raster)
  }
}

await host.dispose()
