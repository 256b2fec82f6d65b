/**
 * What each kind of vector finds: of the 10 nearest to each picture of openclipart, how many lie in the same leaf folder
 * and in the same top folder. Regular files; exact and near-duplicates are left out, which every method finds and which
 * lie side by side.
 */
import { fitWhitening, nearDuplicates, neighbourLists, whiten, type Imprints } from '@reverie/collection'
import { createRuntime } from '@reverie/runtime/node'
import type { Runtime } from '@reverie/runtime'
import { openclipartFiles, openclipartFolder } from '../collage/openclipart.ts'
import { measuredPictures, type Measured, type Rows } from './measured.ts'

const ROOT = `${openclipartFolder}/usr/share/openclipart/png`
const K = 10
/** Channels of inception's layer `mixed5`, the last of its three. */
const MIXED5 = 768

/** Looser than what `reverie search --duplicates` shows: variants of a drawing would flatter every method. */
const COPIES = { bits: 6, distance: 0.35 }
/** The weight of colours beside the subject in a search. */
const COLOR = 0.2

/** Measures and prints. */
export async function neighboursBench(): Promise<void> {
  const paths = await openclipartFiles()
  if (paths === undefined) {
    process.stdout.write(
      `Neighbours are not measured: no pictures in ${openclipartFolder}, and "apt-get download openclipart-png" failed.\n`,
    )
    return
  }
  const all = await measuredPictures(ROOT, paths)
  const runtime = await createRuntime({ threads: 2 })
  const measured = await withoutCopies(runtime, all)
  const { files, inception, mobilenet, pixels, palette } = measured
  const top = files.map((file) => file.split('/')[0]!)
  const leaf = files.map((file) => file.slice(0, file.lastIndexOf('/')))
  process.stdout.write(
    `Neighbours of ${files.length} pictures of openclipart (${all.files.length - files.length} copies left out), ` +
      `precision at ${K}: the same top folder (${new Set(top).size}), leaf folder (${new Set(leaf).size})\n`,
  )
  const print = async (name: string, imprints: Imprints): Promise<void> => {
    const begun = performance.now()
    const { indices } = await neighbourLists(runtime, imprints, K)
    const seconds = (performance.now() - begun) / 1000
    process.stdout.write(
      `  ${name.padEnd(46)} ${precision(indices, top).toFixed(3)}  ${precision(indices, leaf).toFixed(3)}` +
        `   ${String(imprints.dimensions).padStart(4)} numbers, lists ${seconds.toFixed(2)} s\n`,
    )
  }
  process.stdout.write(`  ${'chance'.padEnd(46)} ${chance(top).toFixed(3)}  ${chance(leaf).toFixed(3)}\n`)
  await print('pixels, 16 × 16', unit(pixels))
  await print('colours, 64 bins of OKLab, square roots', unit({ ...palette, data: palette.data.map(Math.sqrt) }))
  await print('mobilenet', await imprintsOf(runtime, mobilenet))
  await print('inception, mixed5 averaged, as it is', unit(lastColumns(inception, MIXED5)))
  await print('inception', await imprintsOf(runtime, inception))
  const colors = unit({ ...palette, data: palette.data.map(Math.sqrt) })
  await print('inception and colours, 0.8 : 0.2', beside(await imprintsOf(runtime, inception), colors, COLOR))
  for (const [what, options] of Object.entries(VARIANTS))
    await print(`inception, ${what}`, await imprintsOf(runtime, inception, options))
  await runtime.dispose()
}

const VARIANTS = {
  '128 numbers': { kept: 128 },
  '512 numbers': { kept: 512 },
  'turned only': { strength: 0 },
  'whitened wholly': { strength: 1 },
} as const

async function withoutCopies(runtime: Runtime, all: Measured): Promise<Measured> {
  const groups = nearDuplicates(
    all.hashes.map((phash) => ({ phash })),
    await imprintsOf(runtime, all.inception),
    COPIES,
  )
  const copies = new Set(groups.flatMap(([, ...others]) => others))
  const rows = all.files.map((_, row) => row).filter((row) => !copies.has(row))
  const of = ({ dimensions, data }: Rows): Rows => {
    const kept = new Float32Array(rows.length * dimensions)
    rows.forEach((row, at) => kept.set(data.subarray(row * dimensions, (row + 1) * dimensions), at * dimensions))
    return { dimensions, data: kept }
  }
  return {
    files: rows.map((row) => all.files[row]!),
    hashes: rows.map((row) => all.hashes[row]!),
    inception: of(all.inception),
    mobilenet: of(all.mobilenet),
    pixels: of(all.pixels),
    palette: of(all.palette),
  }
}

async function imprintsOf(
  runtime: Runtime,
  { dimensions, data }: Rows,
  options: { kept?: number; strength?: number } = {},
): Promise<Imprints> {
  const count = data.length / dimensions
  const whitening = await fitWhitening(runtime, data, count, dimensions, options)
  return { count, dimensions: whitening.kept, vectors: await whiten(runtime, whitening, data) }
}

/** Rows brought to length 1, for cosines. */
function unit({ dimensions, data }: Rows): Imprints {
  const vectors = data.slice()
  for (let start = 0; start < vectors.length; start += dimensions) {
    const row = vectors.subarray(start, start + dimensions)
    const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0)) || 1
    row.forEach((value, at) => (row[at] = value / length))
  }
  return { count: data.length / dimensions, dimensions, vectors }
}

/** Rows whose cosines are the weighted means of those of two. */
function beside(left: Imprints, right: Imprints, weight: number): Imprints {
  const dimensions = left.dimensions + right.dimensions
  const vectors = new Float32Array(left.count * dimensions)
  const put = ({ dimensions: own, vectors: values }: Imprints, factor: number, offset: number): void =>
    values.forEach((value, at) => {
      vectors[Math.floor(at / own) * dimensions + offset + (at % own)] = factor * value
    })
  put(left, Math.sqrt(1 - weight), 0)
  put(right, Math.sqrt(weight), left.dimensions)
  return { count: left.count, dimensions, vectors }
}

function lastColumns({ dimensions, data }: Rows, columns: number): Rows {
  const count = data.length / dimensions
  const kept = new Float32Array(count * columns)
  for (let row = 0; row < count; row++)
    kept.set(data.subarray((row + 1) * dimensions - columns, (row + 1) * dimensions), row * columns)
  return { dimensions: columns, data: kept }
}

/** The share of listed pieces that carry the label of the piece whose list it is. */
function precision(indices: Int32Array, labels: readonly string[]): number {
  const k = indices.length / labels.length
  return (
    indices.reduce((sum, other, at) => sum + Number(labels[other] === labels[Math.floor(at / k)]), 0) /
    indices.length
  )
}

/** What lists of any pieces would have. */
function chance(labels: readonly string[]): number {
  const counts = new Map<string, number>()
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1)
  const pairs = [...counts.values()].reduce((sum, count) => sum + count * (count - 1), 0)
  return pairs / (labels.length * (labels.length - 1))
}
