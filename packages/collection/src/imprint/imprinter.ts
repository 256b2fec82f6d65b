/**
 * Imprints: what a network sees in a picture, as one row of numbers. Here they are raw, as they are stored; whitening.ts
 * makes them comparable.
 */
import { isStatic } from '@reverie/graph'
import type { Raster } from '@reverie/image'
import type { Model } from '@reverie/models'
import type { Runtime } from '@reverie/runtime'
import { CollectionError } from '../error.ts'
import { silhouetteOf } from '../measure/silhouette.ts'
import type { Silhouette } from '../piece.ts'
import { createFramer } from './framing.ts'
import { imprintOutput, pooledGraph } from './pooling.ts'

/** Side of the pictures shown to networks of any size, pixels (docs/guide/collections.md has what others cost). */
export const imprintSide = 160
/** Pictures in one run of the network: more are not faster, and take memory. */
export const imprintBatch = 16

/** A network that is ready to make imprints. */
export interface Imprinter {
  readonly modelId: string
  /** Of the model's file. */
  readonly sha256: string
  /** Length of an imprint. */
  readonly dimensions: number
  /** How many pictures the network takes at once; more may be given. */
  readonly batch: number
  /**
   * The imprint of a picture does not depend on those it comes with.
   * @param rasters any depth and channels, upright, sRGB; 160 pixels of the longer side are enough
   * @param silhouettes of the same pictures; measured where they are left out
   * @returns [n, dimensions], raw
   */
  imprint(rasters: readonly Raster[], silhouettes?: readonly Silhouette[]): Promise<Float32Array>
  /** Frees the network. */
  close(): Promise<void>
}

/** What makes imprints, and where. */
export interface ImprinterOptions {
  /** `inception`, `mobilenet`, another network of features, or an encoder; opened by packages/models. */
  readonly model: Model
  readonly runtime: Runtime
  /** Side of the pictures that the network sees, pixels, where it takes any. Imprints of different sides do not compare. */
  readonly side?: number
}

/**
 * @throws CollectionError when the network cannot make imprints; GraphError and RuntimeError when it cannot run
 */
export async function openImprinter({ model, runtime, side = imprintSide }: ImprinterOptions): Promise<Imprinter> {
  const shape = model.graph.inputs.find(({ name }) => name === model.input.name)?.shape
  const sizes = shape?.slice(2)
  const [height, width] = isStatic(sizes) ? (sizes as [number, number]) : [side, side]
  const fixed = shape?.[0]
  const batch = typeof fixed === 'number' ? fixed : imprintBatch
  const { graph, dimensions } = pooledGraph(model, width, height, typeof fixed === 'number' ? fixed : 'batch')
  const program = await runtime.compile(graph, { outputsOnDevice: [] })
  const framer = createFramer(model.input, width, height)
  const size = 3 * width * height

  const seen = async (rasters: readonly Raster[], silhouettes: readonly Silhouette[]): Promise<Float32Array> => {
    const count = typeof fixed === 'number' ? fixed : rasters.length
    const data = new Float32Array(count * size)
    rasters.forEach((raster, index) =>
      framer.frame(raster, silhouettes[index]!, data.subarray(index * size, (index + 1) * size)),
    )
    const input = runtime.tensor({ type: 'float32', shape: [count, 3, height, width], data })
    const output = await program.run({ [model.input.name]: input })
    const handle = output[imprintOutput]!
    try {
      return ((await handle.read()).data as Float32Array).slice(0, rasters.length * dimensions)
    } finally {
      handle.dispose()
      input.dispose()
    }
  }

  return {
    modelId: model.id,
    sha256: model.sha256,
    dimensions,
    batch,
    async imprint(rasters, silhouettes = rasters.map(silhouetteOf)) {
      if (rasters.length !== silhouettes.length) {
        throw new CollectionError(
          `Each picture needs its silhouette: found ${rasters.length} pictures and ${silhouettes.length} silhouettes.`,
        )
      }
      const rows = new Float32Array(rasters.length * dimensions)
      for (let start = 0; start < rasters.length; start += batch) {
        const part = await seen(rasters.slice(start, start + batch), silhouettes.slice(start, start + batch))
        rows.set(part, start * dimensions)
      }
      return rows
    },
    close: () => program.release(),
  }
}
