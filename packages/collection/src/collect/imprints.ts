/** Raw features of the table to the imprints of the bundle. */
import type { Runtime } from '@reverie/runtime'
import type { Imprints } from '../collection.ts'
import { fitWhitening, whiten, type Whitening } from '../imprint/index.ts'
import type { Store } from '../store/store.ts'

/** A whitening is fitted to no more pieces than this, taken evenly. */
const MOST = 12_000
/** Raw features in memory at once while they are whitened, rows. */
const BLOCK = 4096

/**
 * Whitens features, with the whitening that is kept, or one that is fitted to them.
 * @param rows places of the pieces in the table, at least one
 */
export async function imprintsOf(
  { runtime, store, dimensions }: { runtime: Runtime; store: Store; dimensions: number },
  rows: readonly number[],
  kept: Whitening | undefined,
): Promise<{ imprints: Imprints; whitening: Whitening }> {
  const taken = Math.min(MOST, rows.length)
  const sample = Array.from(
    { length: taken },
    (_, index) => rows[Math.floor((index * rows.length) / taken)] as number,
  )
  const whitening = kept ?? (await fitWhitening(runtime, await store.features(sample), taken, dimensions))
  const vectors = new Float32Array(rows.length * whitening.kept)
  for (let start = 0; start < rows.length; start += BLOCK) {
    // oxlint-disable-next-line no-await-in-loop -- block by block bounds the memory
    const part = await whiten(runtime, whitening, await store.features(rows.slice(start, start + BLOCK)))
    vectors.set(part, start * whitening.kept)
  }
  return { imprints: { count: rows.length, dimensions: whitening.kept, vectors }, whitening }
}
