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

async function write(path: string, picture: Raster, detail: number): Promise<void> {
  const small = resample(crop(picture, 40, 60, detail, detail), side, side, 'area')
  const channels = small.channels as 3 | 4
  await mkdir(dirname(join(studio, path)), { recursive: true })
  const raw = { width: side, height: side, channels }
  await writeFile(join(studio, path), await sharp(small.data, { raw }).webp({ quality: 72 }).toBuffer())
  console.log(path)
}

for (const { id } of listModels())
  for await (const { layer, raster: dreamed } of dreamLayers(square, await host.model(id), host, {
    side: 2 * side,
    steps: 12,
  }))
    await write(`looks/${id}/${layer}.webp`, dreamed, side)

for (const instrument of Object.values(instruments)) {
  for (const preset of Object.keys(instrument.presets)) {
    const parameters = parametersOf(instrument, { preset })
    const input = { raster: square, sha256: '', name: 'chelsea.png' }
    const work = instrument.render({ parameters, seed: 1, inputs: { image: [input] } }, host)
    let step: IteratorResult<RenderEvent, RenderResult>
    do step = await work.next()
    while (!step.done)
    const { output } = step.value
    if (output.kind === 'raster') await write(`presets/${instrument.name}/${preset}.webp`, output.raster, 200)
  }
}

await host.dispose()
