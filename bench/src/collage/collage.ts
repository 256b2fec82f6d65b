/**
 * Layouts of collages against Layerage's method, in one process, in turn, on the same pieces of openclipart-png.
 *
 * Measured of each layout: the share of each piece's 8 nearest among the chosen ones that are among its 8 nearest on the
 * canvas, once with nearness on the map (what Layerage's 61 % was measured with, and what the bar is for) and once in
 * feature space; the variation of the areas of Voronoi cells; the coverage at size .9; the time. The first two once as laid
 * out, and once as drawn: where pieces lie when they have nestled as the instrument lets them when nothing is said. Reverie
 * lays out twice: asked for the map's neighbours, and asked for those in feature space. Both methods get the same map and the
 * same pieces, chosen as Layerage does (nearest on the map to a start piece) or by the features.
 *
 * Bars are set where both do what they do: as laid out and as drawn. What is printed beside, without a bar, says how far
 * these could go at all: t-SNE of the same pieces, bound by no canvas and no even areas, for neighbours in feature space; and
 * the coverage with as much ink as Layerage draws, of which nothing can cover more than the ink itself (decision 033).
 */
import {
  keptShare,
  layoutPositions,
  nearestImprints,
  nearestOnMap,
  nestlePieces,
  packPieces,
  type Neighbours,
  type Placed,
} from '@reverie/instruments'
import { createRandom } from '@reverie/recipe'
import { median } from '../alternate.ts'
import { layeragePositions } from './layerage.ts'
import { freePositions, mapOf } from './map.ts'
import { areaVariation, coverage, equalBoxes, ink, type Box } from './measures.ts'
import { openclipartFeatures, openclipartFolder, type Features } from './openclipart.ts'
import { shapesOf, type Shape } from './shapes.ts'

const WIDTH = 1920
const HEIGHT = 1080
const SIZE = 0.9
/** At which nestled pieces are as large as they lie. */
const NOMINAL = 0.97
/** Pieces, and how many start pieces are tried. */
const RUNS = [
  [200, 5],
  [1000, 3],
  [3000, 2],
] as const

/** Bars of the issue. */
const KEPT = 0.75
const MILLISECONDS = 1000

interface Result {
  readonly map: number
  readonly features: number
  readonly variation: number
  /** The same as drawn. */
  readonly variationDrawn: number
  /** Drawn with equal sizes, by their middles. */
  readonly coverage: number
  /** As drawn, scaled alike until as much is drawn as with equal sizes: what overlapping costs. */
  readonly equalInk: number
  /** Sum of the areas of what shows with equal sizes, as a share of the canvas: the most that `equalInk` can be. */
  readonly ink: number
  /** As the method draws them at size .9: Layerage by equal sizes, Reverie packed and nestled. */
  readonly drawn: number
  /** `map` where the pieces lie once they have nestled. */
  readonly mapDrawn: number
  /** `features` there. */
  readonly featuresDrawn: number
  readonly milliseconds: number
  /** Of packing and nestling. */
  readonly millisecondsToNestle: number
}

interface Chosen {
  readonly map: Float64Array
  readonly features: Features
  readonly wantedOnMap: Neighbours
  readonly wantedByFeatures: Neighbours
  readonly shapes: readonly Shape[]
}

/** Measures and prints. */
export async function collageBench(): Promise<void> {
  const features = await openclipartFeatures()
  if (features === undefined) {
    process.stdout.write(
      `Collages are not measured: no pictures in ${openclipartFolder}, and "apt-get download openclipart-png" failed.\n`,
    )
    return
  }
  const shapes = await shapesOf(features.files)
  const map = await mapOf(features, nearestImprints(features.vectors, features.dimensions, 15))
  process.stdout.write(
    `Layout of a collage, ${WIDTH} × ${HEIGHT}, ${features.files.length} pictures to choose from\n`,
  )
  const misses: string[] = []
  for (const [count, starts] of RUNS) {
    for (const by of ['map', 'features'] as const) {
      const free: number[] = []
      const results: Record<string, Result[]> = { Layerage: [], 'Reverie, map': [], 'Reverie, features': [] }
      for (let seed = 1; seed <= starts; seed++) {
        const start = createRandom(seed).integer(0, features.files.length - 1)
        const chosen = choose(features, map, shapes, start, count, by)
        // Compiled before it is timed: Layerage's 3000 steps are their own warm-up.
        if (seed === 1) lay(chosen, count, chosen.wantedOnMap, 0)
        free.push(keptShare(chosen.wantedByFeatures, await freePositions(chosen.features)))
        results['Layerage']!.push(judge(chosen, undefined, () => layeragePositions(chosen.map, WIDTH, HEIGHT)))
        for (const [name, neighbours] of [
          ['Reverie, map', chosen.wantedOnMap],
          ['Reverie, features', chosen.wantedByFeatures],
        ] as const) {
          results[name]!.push(judge(chosen, neighbours, () => lay(chosen, count, neighbours, seed)))
        }
      }
      report(count, by, results, median(free), misses)
    }
  }
  process.stdout.write(
    misses.length === 0 ? '  all bars met\n' : misses.map((miss) => `  missed: ${miss}\n`).join(''),
  )
}

const lay = ({ map }: Chosen, count: number, neighbours: Neighbours, seed: number): Float64Array =>
  layoutPositions({ count, width: WIDTH, height: HEIGHT, map, neighbours, seed })

function choose(
  { files, vectors, dimensions }: Features,
  map: Float64Array,
  shapes: readonly Shape[],
  start: number,
  count: number,
  by: 'map' | 'features',
): Chosen {
  const distance = (piece: number): number => {
    if (by === 'map') {
      return Math.hypot(map[2 * piece]! - map[2 * start]!, map[2 * piece + 1]! - map[2 * start + 1]!)
    }
    let cosine = 0
    for (let at = 0; at < dimensions; at++) {
      cosine += vectors[piece * dimensions + at]! * vectors[start * dimensions + at]!
    }
    return 1 - cosine
  }
  const pieces = shapes
    .map((_, piece) => ({ piece, distance: distance(piece) }))
    .toSorted((left, right) => left.distance - right.distance)
    .slice(0, count)
    .map(({ piece }) => piece)
  const chosenMap = Float64Array.from(pieces.flatMap((piece) => [map[2 * piece]!, map[2 * piece + 1]!]))
  const chosenVectors = new Float32Array(count * dimensions)
  for (const [at, piece] of pieces.entries()) {
    chosenVectors.set(vectors.subarray(piece * dimensions, (piece + 1) * dimensions), at * dimensions)
  }
  return {
    map: chosenMap,
    features: { files: pieces.map((piece) => files[piece]!), vectors: chosenVectors, dimensions },
    wantedOnMap: nearestOnMap(chosenMap),
    wantedByFeatures: nearestImprints(chosenVectors, dimensions),
    shapes: pieces.map((piece) => shapes[piece]!),
  }
}

/** @param asked whom the layout was asked to keep together; undefined for a method that draws pieces where it lays them */
function judge(
  { wantedOnMap, wantedByFeatures, shapes }: Chosen,
  asked: Neighbours | undefined,
  layout: () => Float64Array,
): Result {
  const start = performance.now()
  const positions = layout()
  const milliseconds = performance.now() - start
  const equal = equalBoxes(positions, shapes, WIDTH, HEIGHT, SIZE)
  const begun = performance.now()
  const nestled = asked && nestle(positions, shapes, asked)
  const millisecondsToNestle = nestled === undefined ? 0 : performance.now() - begun
  const inkOfEqual = ink(equal, shapes)
  const boxes = nestled && boxesOf(nestled)
  const alike = boxes === undefined ? equal : scaled(boxes, Math.sqrt(inkOfEqual / ink(boxes, shapes)))
  const drawn = nestled === undefined ? positions : Float64Array.from(nestled.flatMap(({ x, y }) => [x, y]))
  return {
    map: keptShare(wantedOnMap, positions),
    features: keptShare(wantedByFeatures, positions),
    variation: areaVariation(positions, WIDTH, HEIGHT),
    variationDrawn: areaVariation(drawn, WIDTH, HEIGHT),
    coverage: coverage(equal, shapes, WIDTH, HEIGHT),
    equalInk: coverage(alike, shapes, WIDTH, HEIGHT),
    ink: inkOfEqual / (WIDTH * HEIGHT),
    drawn: coverage(nestled === undefined ? equal : boxesOf(nestled, SIZE / NOMINAL), shapes, WIDTH, HEIGHT),
    mapDrawn: keptShare(wantedOnMap, drawn),
    featuresDrawn: keptShare(wantedByFeatures, drawn),
    milliseconds,
    millisecondsToNestle,
  }
}

/** A box, and the point of the canvas that stays where it is when the box is scaled. */
interface AnchoredBox extends Box {
  readonly x: number
  readonly y: number
}

const pack = (positions: Float64Array, shapes: readonly Shape[]): readonly Placed[] =>
  packPieces({ positions, width: WIDTH, height: HEIGHT, outlines: shapes, size: SIZE }).pieces

/** As the instrument does when nothing else is asked of it. */
function nestle(positions: Float64Array, shapes: readonly Shape[], neighbours: Neighbours): readonly Placed[] {
  const pieces = pack(positions, shapes)
  const request = { pieces, outlines: shapes, width: WIDTH, height: HEIGHT, fixed: () => false }
  return nestlePieces({ ...request, overlap: 0.1, farthest: 0.21, keep: { neighbours, weight: 0.5 } })
}

const boxesOf = (pieces: readonly Placed[], factor = 1): AnchoredBox[] =>
  pieces.map(({ x, y, width, height, anchor }) => ({
    x,
    y,
    left: x - anchor[0] * width * factor,
    top: y - anchor[1] * height * factor,
    width: width * factor,
    height: height * factor,
  }))

const scaled = (boxes: readonly AnchoredBox[], factor: number): Box[] =>
  boxes.map(({ x, y, left, top, width, height }) => ({
    left: x + factor * (left - x),
    top: y + factor * (top - y),
    width: width * factor,
    height: height * factor,
  }))

function report(
  count: number,
  by: string,
  results: Record<string, Result[]>,
  free: number,
  misses: string[],
): void {
  process.stdout.write(`  ${count} pieces, chosen by ${by}, ${results['Layerage']!.length} starts (medians)\n`)
  const of = (name: string, key: keyof Result): number => median(results[name]!.map((result) => result[key]))
  for (const name of Object.keys(results)) {
    process.stdout.write(
      `    ${name.padEnd(18)} kept: map ${percent(of(name, 'map'))} (as drawn ${percent(of(name, 'mapDrawn'))}), features ${percent(of(name, 'features'))} (${percent(of(name, 'featuresDrawn'))})` +
        `  areas vary ${of(name, 'variation').toFixed(3)} (${of(name, 'variationDrawn').toFixed(3)})` +
        `  coverage: drawn ${percent(of(name, 'drawn'))}, equal sizes ${percent(of(name, 'coverage'))}, equal ink ${percent(of(name, 'equalInk'))} of ${percent(of(name, 'ink'))}` +
        `  ${of(name, 'milliseconds').toFixed(0).padStart(6)} ms (lowest ${Math.min(...results[name]!.map(({ milliseconds }) => milliseconds)).toFixed(0)}), nestling ${of(name, 'millisecondsToNestle').toFixed(0)} ms\n`,
    )
  }
  const ratio = of('Layerage', 'milliseconds') / of('Reverie, map', 'milliseconds')
  process.stdout.write(
    `    kept ÷ Layerage's: map ${(of('Reverie, map', 'map') / of('Layerage', 'map')).toFixed(2)} ×, features ` +
      `${(of('Reverie, features', 'features') / of('Layerage', 'features')).toFixed(2)} ×; ${ratio.toFixed(1)} × as fast\n` +
      `    t-SNE of these pieces, bound by no canvas, keeps ${percent(free)} of the neighbours by features\n`,
  )
  const miss = (what: string): number => misses.push(`${count} pieces by ${by}: ${what}`)
  for (const name of ['Reverie, map', 'Reverie, features']) {
    for (const [keptKey, variationKey, how] of [
      ['map', 'variation', 'as laid out'],
      ['mapDrawn', 'variationDrawn', 'as drawn'],
    ] as const) {
      const share = of(name, keptKey)
      if (name === 'Reverie, map' && share < KEPT) {
        miss(`${percent(share)} of the neighbours on the map kept ${how} (bar 75 %)`)
      }
      if (of(name, variationKey) > of('Layerage', variationKey)) {
        miss(`${name}: areas vary more than Layerage's ${how}`)
      }
    }
    const part = of(name, 'drawn') / of('Layerage', 'drawn')
    if (part < 1) miss(`${name}: covers ${percent(part)} of what Layerage does`)
    if (of(name, 'milliseconds') > MILLISECONDS) miss(`${name}: ${of(name, 'milliseconds').toFixed(0)} ms`)
  }
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`
