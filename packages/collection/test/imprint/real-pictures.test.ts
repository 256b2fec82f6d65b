import { fileURLToPath } from 'node:url'
import { crop, resample, type Raster } from '@reverie/image'
import { readImageFile } from '@reverie/image/node'
import { openModel } from '@reverie/models/node'
import { createRuntime } from '@reverie/runtime/node'
import { afterAll, expect, it } from 'vitest'
import {
  fitWhitening,
  nearDuplicates,
  neighbourLists,
  openImprinter,
  perceptualHash,
  whiten,
} from '../../src/index.ts'

const runtime = await createRuntime({ threads: 2 })
afterAll(async () => runtime.dispose())

const names = ['chelsea.png', 'coffee.png', 'hubble_deep_field.jpg', 'rocket.jpg']

async function sample(name: string): Promise<Raster> {
  const path = fileURLToPath(new URL(`../../../../apps/studio/samples/${name}`, import.meta.url))
  return (await readImageFile(path, { maxSide: 320 })).raster
}

const half = (raster: Raster): Raster =>
  resample(raster, Math.round(raster.width / 2), Math.round(raster.height / 2), 'area')

/** The middle: nine tenths of each side. */
const middle = (raster: Raster): Raster => {
  const [left, top] = [Math.round(raster.width / 20), Math.round(raster.height / 20)]
  return crop(raster, left, top, raster.width - 2 * left, raster.height - 2 * top)
}

it.each(['inception', 'mobilenet'])(
  '%s takes a smaller copy and the middle of a photograph for the nearest',
  async (id) => {
    const originals = await Promise.all(names.map(sample))
    const pictures = [...originals, ...originals.map(half), ...originals.map(middle)]
    const imprinter = await openImprinter({ model: await openModel(id), runtime })
    const features = await imprinter.imprint(pictures)
    await imprinter.close()
    const count = pictures.length
    const whitening = await fitWhitening(runtime, features, count, imprinter.dimensions)
    const imprints = { count, dimensions: whitening.kept, vectors: await whiten(runtime, whitening, features) }
    const { indices } = await neighbourLists(runtime, imprints, 2)
    indices.forEach((other, at) =>
      expect(other % 4, `neighbour of picture ${Math.floor(at / 2)}`).toBe((at >> 1) % 4),
    )
    const groups = nearDuplicates(
      pictures.map((picture) => ({ phash: perceptualHash(picture) })),
      imprints,
    )
    // The smaller copies are the same picture; the middles are others.
    expect(groups).toEqual([
      [0, 4],
      [1, 5],
      [2, 6],
      [3, 7],
    ])
  },
)
