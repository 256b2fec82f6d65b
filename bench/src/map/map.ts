/**
 * Maps of collections: neighbour lists and UMAP of 20,000 imprints of 768 numbers, against umap-js from the same vectors,
 * in turn in one process, with how far both maps can be trusted; then what the parts of a map of 50,000 take.
 */
import {
  clustersOf,
  gridLayout,
  neighbourLists,
  tsneLayout,
  umapLayout,
  type Imprints,
  type NeighbourLists,
} from '@reverie/collection'
import { keptShare } from '@reverie/instruments'
import { createRandom } from '@reverie/recipe'
import { createRuntime } from '@reverie/runtime/node'
import { UMAP } from 'umap-js'
import { line, median, timingOf } from '../alternate.ts'
import { trustworthiness } from './trustworthiness.ts'
import { clusteredVectors } from './vectors.ts'

const COUNT = 20_000
const LARGE = 50_000
const DIMENSIONS = 768
/** Neighbours that UMAP takes, and that trust is measured over. */
const NEAREST = 15
const ROUNDS = 3
/** How much faster at least. */
const FASTER = 4

/** Prints the figures; the exit code is 1 when a bar is missed. */
export async function mapBench(): Promise<void> {
  await against()
  await large()
}

async function against(): Promise<void> {
  const imprints = clusteredVectors(COUNT, DIMENSIONS)
  // umap-js takes lists of numbers; making them is not counted.
  const rows = Array.from({ length: COUNT }, (_, row) =>
    Array.from(imprints.vectors.subarray(row * DIMENSIONS, (row + 1) * DIMENSIONS)),
  )
  process.stdout.write(`A map of ${COUNT} × ${DIMENSIONS}, neighbours included\n`)
  const times = { lists: [] as number[], umap: [] as number[], own: [] as number[], peer: [] as number[] }
  const own: Float32Array[] = []
  const peer: Float64Array[] = []
  const peaks = [peak()]
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now()
    const lists = await listsOf(imprints, NEAREST)
    const middle = performance.now()
    own.push((await umapLayout(lists)).positions)
    const end = performance.now()
    times.lists.push(middle - start)
    times.umap.push(end - middle)
    times.own.push(end - start)
    if (round === 0) peaks.push(peak())
    const random = createRandom(round)
    const begin = performance.now()
    const points = new UMAP({ nNeighbors: NEAREST, minDist: 0.1, random: () => random.next() }).fit(rows)
    times.peer.push(performance.now() - begin)
    peer.push(Float64Array.from(points.flat()))
    if (round === 0) peaks.push(peak())
  }
  process.stdout.write(
    `${line('neighbour lists, exact', timingOf(times.lists))}\n${line('UMAP', timingOf(times.umap))}\n` +
      `${line('Reverie, both', timingOf(times.own))}\n${line('umap-js 1.4.0', timingOf(times.peer))}\n`,
  )
  const ratio = median(times.peer) / median(times.own)
  const [trust, ...trusts] = await trustworthiness(imprints, [own[0]!, ...peer], NEAREST)
  const same = own.every((positions) => positions.every((value, at) => value === own[0]![at]))
  process.stdout.write(
    `  ${ratio.toFixed(1)} × as fast (bar ${FASTER}); trustworthiness (k = ${NEAREST}) ${trust!.toFixed(4)}, ` +
      `umap-js ${median(trusts).toFixed(4)} (${trusts.map((value) => value.toFixed(4)).join(', ')}); ` +
      `maps of all rounds ${same ? 'identical' : 'DIFFERENT'}\n` +
      `  memory at most: vectors ${peaks[0]!.toFixed(0)} MB, after Reverie's first ${peaks[1]!.toFixed(0)} MB, ` +
      `after umap-js' first ${peaks[2]!.toFixed(0)} MB\n`,
  )
  if (ratio < FASTER || trust! < median(trusts) || !same) process.exitCode = 1
}

async function large(): Promise<void> {
  process.stdout.write(`The parts of a map of ${LARGE} × ${DIMENSIONS}, once each\n`)
  const imprints = clusteredVectors(LARGE, DIMENSIONS)
  const timed = async <Result>(name: string, work: () => Promise<Result>): Promise<Result> => {
    const start = performance.now()
    const result = await work()
    process.stdout.write(
      `${line(name, timingOf([performance.now() - start]))}  ${peak().toFixed(0)} MB at most by now\n`,
    )
    return result
  }
  const lists = await timed('neighbour lists, 30 each, exact', () => listsOf(imprints, 30))
  const umap = await timed('UMAP', () => umapLayout(lists))
  const grid = await timed('grid', () => gridLayout(umap, lists))
  const clusters = await timed('clusters', () =>
    clustersOf(
      lists,
      Array.from({ length: LARGE }, () => ({ title: '', tags: [] })),
    ),
  )
  const tsne = await timed('t-SNE', () => tsneLayout(lists))
  const trusts = await trustworthiness(
    imprints,
    [umap, tsne, grid].map(({ positions }) => positions),
    NEAREST,
  )
  const kept = [umap, tsne, grid].map(({ positions }) => keptShare(lists, positions))
  process.stdout.write(
    `  trustworthiness / share of the 8 nearest kept: ${['UMAP', 't-SNE', 'grid']
      .map((name, at) => `${name} ${trusts[at]!.toFixed(4)} / ${kept[at]!.toFixed(3)}`)
      .join(', ')}; ${clusters.names.length} clusters\n`,
  )
}

async function listsOf(imprints: Imprints, k: number): Promise<NeighbourLists> {
  const runtime = await createRuntime({ threads: 2 })
  try {
    return await neighbourLists(runtime, imprints, k)
  } finally {
    await runtime.dispose()
  }
}

/** Most memory that this process ever had, MB. */
const peak = (): number => process.resourceUsage().maxRSS / 1024
