import { createRandom } from '@reverie/recipe'
import { createRuntime } from '@reverie/runtime/node'
import { expect, test } from 'vitest'
import { exactLimit, nearestTo, neighbourListsInNode } from '../../src/node.ts'

const COUNT = 120_000
const DIMENSIONS = 96
const K = 15
const CENTRES = 400

/** Unit rows about centres, as collections are. */
function clustered(): Float32Array {
  const random = createRandom(1)
  const centres = Float32Array.from({ length: CENTRES * DIMENSIONS }, () => random.gaussian())
  const vectors = new Float32Array(COUNT * DIMENSIONS)
  for (let row = 0; row < COUNT; row++) {
    const centre = random.integer(0, CENTRES - 1) * DIMENSIONS
    let squares = 0
    for (let at = 0; at < DIMENSIONS; at++) {
      const value = centres[centre + at]! + 0.8 * random.gaussian()
      vectors[row * DIMENSIONS + at] = value
      squares += value * value
    }
    for (let at = 0; at < DIMENSIONS; at++) vectors[row * DIMENSIONS + at]! /= Math.sqrt(squares)
  }
  return vectors
}

test('above the limit of exact lists usearch finds nearly the same, and stops when told', async () => {
  expect(COUNT).toBeGreaterThan(exactLimit)
  const runtime = await createRuntime()
  const imprints = { count: COUNT, dimensions: DIMENSIONS, vectors: clustered() }
  const begun = performance.now()
  const lists = await neighbourListsInNode(runtime, imprints, K)
  const seconds = (performance.now() - begun) / 1000
  const rows = Array.from({ length: 400 }, (_, at) => at * 300)
  const queries = Float32Array.from(
    rows.flatMap((row) => [...imprints.vectors.subarray(row * DIMENSIONS, (row + 1) * DIMENSIONS)]),
  )
  const exact = await nearestTo(runtime, imprints, queries, K + 1)
  let same = 0
  rows.forEach((row, at) => {
    const found = new Set(lists.indices.subarray(row * K, (row + 1) * K))
    expect(found.size).toBe(K)
    const wanted = [...exact.indices.subarray(at * (K + 1), (at + 1) * (K + 1))].filter((other) => other !== row)
    same += wanted.slice(0, K).filter((other) => found.has(other)).length
  })
  const recall = same / (rows.length * K)
  process.stdout.write(`usearch, ${COUNT} × ${DIMENSIONS}: ${seconds.toFixed(1)} s, recall ${recall.toFixed(4)}\n`)
  expect(recall).toBeGreaterThan(0.97)

  const controller = new AbortController()
  const stopped = neighbourListsInNode(runtime, imprints, K, {
    signal: controller.signal,
    progress: () => controller.abort(new Error('enough')),
  })
  await expect(stopped).rejects.toThrow('enough')
  await runtime.dispose()
})
