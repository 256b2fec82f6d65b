/**
 * Nearest pieces by comparing all with all: one product of matrices and the largest numbers of each row, in one graph, in
 * blocks of rows, so that the scores in memory stay within a bound however many pieces there are.
 */
import { createBuilder, int, type Graph } from '@reverie/graph'
import type { Runtime } from '@reverie/runtime'
import type { Imprints, NeighbourLists } from '../collection.ts'
import { CollectionError } from '../error.ts'

/** Up to so many pieces comparing all with all is worth it: it grows with the square. */
export const exactLimit = 100_000

/** Scores in memory at once: 64 MB. */
const SCORES = 16 * 1024 * 1024
/** Rows of a block at most; more are not faster. */
const ROWS = 512

/** How long work is told of and stopped. */
export interface NeighbourOptions {
  /** Stops between two blocks. */
  readonly signal?: AbortSignal
  /** Told after each block, 0…1. */
  readonly progress?: (share: number) => void
}

/** Pieces near to some vectors. */
export interface Nearest {
  /** Pieces a query: as many as wished, or all that there are. */
  readonly k: number
  /** [queries, k] rows of imprints, nearest first; of equally near ones the earlier first. */
  readonly indices: Int32Array
  /** [queries, k] 1 − cosine, 0…2. */
  readonly distances: Float32Array
}

/**
 * The pieces nearest to each piece, exactly.
 * @param k at least 1; lists are shorter where there are not as many others
 * @throws CollectionError when k is no such number
 */
export async function neighbourLists(
  runtime: Runtime,
  imprints: Imprints,
  k: number,
  options: NeighbourOptions = {},
): Promise<NeighbourLists> {
  checkCount(k)
  const { count, vectors } = imprints
  const kept = Math.max(0, Math.min(k, count - 1))
  const indices = new Int32Array(count * kept)
  const distances = new Float32Array(count * kept)
  if (kept === 0) return { count, k: 0, indices, distances }
  // One more, since each piece finds itself; among many equal ones perhaps not, then the last is left out.
  await inBlocks(runtime, imprints, vectors, kept + 1, options, (row, found) => {
    let to = row * kept
    for (let at = 0; at <= kept && to < (row + 1) * kept; at++) {
      if (found.indices[at] === row) continue
      indices[to] = found.indices[at] as number
      distances[to++] = found.distances[at] as number
    }
  })
  return { count, k: kept, indices, distances }
}

/**
 * The pieces nearest to vectors that are no pieces themselves (a picture that is searched for, pieces to be placed on a
 * map).
 * @param queries [n, imprints.dimensions], rows of unit length
 * @param k at least 1
 * @throws CollectionError when k is no such number or the queries are of another length
 */
export async function nearestTo(
  runtime: Runtime,
  imprints: Imprints,
  queries: Float32Array,
  k: number,
  options: NeighbourOptions = {},
): Promise<Nearest> {
  checkCount(k)
  const count = queries.length / imprints.dimensions
  if (!Number.isInteger(count)) {
    throw new CollectionError(
      `Imprints of this collection have ${imprints.dimensions} numbers, found ${queries.length} in all for what is searched.`,
    )
  }
  const kept = Math.min(k, imprints.count)
  const indices = new Int32Array(count * kept)
  const distances = new Float32Array(count * kept)
  if (kept > 0) {
    await inBlocks(runtime, imprints, queries, kept, options, (row, found) => {
      indices.set(found.indices, row * kept)
      distances.set(found.distances, row * kept)
    })
  }
  return { k: kept, indices, distances }
}

function checkCount(k: number): void {
  if (!Number.isInteger(k) || k < 1)
    throw new CollectionError(`The number of neighbours is a whole number from 1, found ${k}.`)
}

/** Gives the k best of each query to `take`, row by row. */
async function inBlocks(
  runtime: Runtime,
  { count, dimensions, vectors }: Imprints,
  queries: Float32Array,
  k: number,
  { signal, progress }: NeighbourOptions,
  take: (row: number, found: { indices: Int32Array; distances: Float32Array }) => void,
): Promise<void> {
  const all = queries.length / dimensions
  const block = Math.max(1, Math.min(ROWS, Math.floor(SCORES / count)))
  const program = await runtime.compile(nearestGraph(k), { outputsOnDevice: [] })
  const pieces = runtime.tensor({ type: 'float32', shape: [count, dimensions], data: vectors })
  const indices = new Int32Array(k)
  const distances = new Float32Array(k)
  try {
    for (let start = 0; start < all; start += block) {
      signal?.throwIfAborted()
      const rows = Math.min(block, all - start)
      const data = queries.subarray(start * dimensions, (start + rows) * dimensions)
      const output = await program.run({
        queries: { type: 'float32', shape: [rows, dimensions], data },
        pieces,
      })
      const cosines = (await output['cosines']!.read()).data as Float32Array
      const found = (await output['nearest']!.read()).data as BigInt64Array | Int32Array
      for (let row = 0; row < rows; row++) {
        for (let at = 0; at < k; at++) {
          indices[at] = Number(found[row * k + at])
          distances[at] = Math.max(0, 1 - (cosines[row * k + at] as number))
        }
        take(start + row, { indices, distances })
      }
      for (const handle of Object.values(output)) handle.dispose()
      progress?.((start + rows) / all)
    }
  } finally {
    pieces.dispose()
    await program.release()
  }
}

/** queries [q, d] and pieces [n, d] to the k largest cosines and where they are, each [q, k]. */
function nearestGraph(k: number): Graph {
  const build = createBuilder(undefined, 'nearest')
  build.input('queries', 'float32', ['queries', 'dimensions'])
  build.input('pieces', 'float32', ['pieces', 'dimensions'])
  const scores = build.add('Gemm', ['queries', 'pieces'], { transB: int(1) })
  const [cosines, indices] = build.addMany('TopK', [scores, build.indices([k])], 2)
  build.output(cosines!, 'cosines')
  build.output(indices!, 'nearest')
  return build.build()
}
