/**
 * How far a map's neighbours can be trusted (Venna and Kaski 2001): 1 − 2 / (n k (2n − 3k − 1)) × the sum, over each
 * piece's k nearest on the map that are not among its k nearest in truth, of their true rank − k. 1 at best; a map drawn
 * at random has about 0.5.
 */
import type { Imprints } from '@reverie/collection'
import { createBuilder, int } from '@reverie/graph'
import { nearestOnMap } from '@reverie/instruments'
import { createRuntime } from '@reverie/runtime/node'

const BLOCK = 256

/**
 * Of several maps of the same pieces, over all pieces, exactly.
 * @param maps [count, 2] each
 */
export async function trustworthiness(
  { count, dimensions, vectors }: Imprints,
  maps: readonly ArrayLike<number>[],
  k: number,
): Promise<number[]> {
  const near = maps.map((positions) => nearestOnMap(positions, k).indices)
  const sums = maps.map(() => 0)
  const runtime = await createRuntime({ threads: 2 })
  const build = createBuilder()
  build.input('rows', 'float32', ['rows', dimensions])
  build.input('all', 'float32', [count, dimensions])
  build.output(build.add('Gemm', ['rows', 'all'], { transB: int(1) }), 'cosines')
  const program = await runtime.compile(build.build())
  const all = runtime.tensor({ type: 'float32', shape: [count, dimensions], data: vectors })
  for (let start = 0; start < count; start += BLOCK) {
    const rows = Math.min(BLOCK, count - start)
    const data = vectors.subarray(start * dimensions, (start + rows) * dimensions)
    const { cosines } = await program.run({ rows: { type: 'float32', shape: [rows, dimensions], data }, all })
    const values = (await cosines!.read()).data as Float32Array
    for (let row = 0; row < rows; row++) {
      const piece = start + row
      const own = values.subarray(row * count, (row + 1) * count)
      for (const [map, indices] of near.entries()) {
        for (const rank of ranks(own, piece, indices.subarray(piece * k, (piece + 1) * k))) {
          sums[map]! += Math.max(0, rank - k)
        }
      }
    }
    cosines!.dispose()
  }
  await runtime.dispose()
  return sums.map((sum) => 1 - (2 * sum) / (count * k * (2 * count - 3 * k - 1)))
}

/** The place, from 1, of each of some pieces in the order of cosines to one; the one itself has none. */
function ranks(cosines: Float32Array, self: number, pieces: Int32Array): Float64Array {
  const wanted = Float32Array.from(pieces, (piece) => cosines[piece]!).sort()
  // nearer[i]: pieces whose cosine is above i of the wanted ones.
  const nearer = new Float64Array(wanted.length + 1)
  for (let piece = 0; piece < cosines.length; piece++) {
    const cosine = cosines[piece]!
    if (cosine <= wanted[0]! || piece === self) continue
    let below = 1
    while (below < wanted.length && wanted[below]! < cosine) below++
    nearer[below]!++
  }
  const out = new Float64Array(wanted.length)
  let sum = 0
  for (let at = wanted.length - 1; at >= 0; at--) {
    sum += nearer[at + 1]!
    out[at] = sum + 1
  }
  return out
}
