/** The worker thread of approximate.ts. */
import { parentPort, workerData } from 'node:worker_threads'
import { BatchMatches, Index, MetricKind, ScalarKind } from 'usearch'

/** Pieces that are added or looked up at once: between two of these the thread says how far it is. */
const BLOCK = 10_000

/** @type {import('./approximate.ts').ApproximateOrder} */
const order = workerData
const { count, dimensions, k } = order
const vectors = new Float32Array(order.vectors)
const indices = new Int32Array(order.indices)
const distances = new Float32Array(order.distances)
const index = new Index({
  dimensions,
  metric: MetricKind.Cos,
  quantization: ScalarKind.BF16,
  connectivity: 16,
  expansion_add: 128,
  expansion_search: Math.max(64, 4 * k),
  multi: false,
})

/** @param {number} share */
const tell = (share) => {
  /** @type {import('./approximate.ts').ApproximateNews} */
  const news = { share }
  parentPort?.postMessage(news, [])
}

for (let start = 0; start < count; start += BLOCK) {
  const end = Math.min(count, start + BLOCK)
  // Rows are the keys: usearch refuses a key twice.
  const keys = BigUint64Array.from({ length: end - start }, (_, at) => BigInt(start + at))
  index.add(keys, vectors.slice(start * dimensions, end * dimensions), 0)
  tell((0.6 * end) / count)
}
for (let start = 0; start < count; start += BLOCK) {
  const end = Math.min(count, start + BLOCK)
  const result = index.search(vectors.slice(start * dimensions, end * dimensions), k + 1, 0)
  for (let row = start; row < end; row++) {
    // Of a single query usearch gives the result itself, not a list of one.
    const { keys } = result instanceof BatchMatches ? result.get(row - start) : result
    const others = Array.from(keys, Number).filter((other) => other !== row)
    list(row, others.slice(0, k))
  }
  if (end < count) tell(0.6 + (0.4 * end) / count)
}
tell(1)

/**
 * Writes a list, nearest first. Where usearch found fewer, as among very many equal pieces, the last is repeated.
 * @param {number} row
 * @param {number[]} found
 */
function list(row, found) {
  const near = found
    .map((other) => ({ other, distance: distance(row, other) }))
    .sort((left, right) => left.distance - right.distance || left.other - right.other)
  for (let at = 0; at < k; at++) {
    const { other, distance: far } = near[Math.min(at, near.length - 1)] ?? {
      other: row === 0 ? 1 : 0,
      distance: 2,
    }
    indices[row * k + at] = other
    distances[row * k + at] = far
  }
}

/**
 * @param {number} left
 * @param {number} right
 */
function distance(left, right) {
  const rows = [left, right].map((row) => vectors.subarray(row * dimensions, (row + 1) * dimensions))
  const cosine = rows[0]?.reduce((sum, value, at) => sum + value * (rows[1]?.[at] ?? 0), 0) ?? 0
  return Math.max(0, 1 - cosine)
}
