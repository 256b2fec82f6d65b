/**
 * A pattern of 1080 × 1080 with 16 units and 8 layers in RGB, from its parameters to the file on the disk, against the
 * plain way: netart-js's method as it stands in its formulas, pixel after pixel, with the same encoder for its file. Then
 * what share of the machine's arithmetic the kernel reaches, and how its time grows with pixels and with layers.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { compare } from '@reverie/image'
import { readImageFile, writePng } from '@reverie/image/node'
import { makeRecipe, openDrawing, parametersOf, pattern, type PatternRequest } from '@reverie/instruments'
import { createHost, writePicture, type NodeHost } from '@reverie/instruments/node'
import { createNetart, paintNetart } from '@reverie/testing'
import { alternate, line } from './alternate.ts'
import { matrixPeak, vectorPeak } from './peak.ts'

const SIDE = 1080
const UNITS = 16
const DEPTH = 8
const SEED = 7
/** Multiplications of a pixel as the original does them: of six inputs, of the layers, of three colours. */
const MULTIPLICATIONS = UNITS * 6 + DEPTH * UNITS * UNITS + 3 * UNITS

/** @param options.rounds counted rounds; those with the plain way, which takes seconds, are five at most */
export async function patternBench({ rounds }: { readonly rounds: number }): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'reverie-bench-'))
  const host = createHost()
  process.stdout.write(
    `A pattern of ${SIDE} × ${SIDE}, ${UNITS} units, ${DEPTH} layers, RGB, to a PNG on the disk, ` +
      `${availableParallelism()} threads, ${cpus()[0]?.model.trim()}\n`,
  )
  try {
    await againstPlain(host, folder, rounds)
    await shareOfPeak(host, rounds)
    await growth(host, 'pixels', [270, 540, 810, 1080, 1620], (side) => [
      side * side,
      { width: side, height: side },
    ])
    await growth(host, 'layers', [2, 4, 8, 16, 24, 32], (depth) => [depth, { width: 540, height: 540, depth }])
  } finally {
    await host.dispose()
    await rm(folder, { recursive: true })
  }
}

async function againstPlain(host: NodeHost, folder: string, rounds: number): Promise<void> {
  const files = { plain: join(folder, 'plain.png'), netart: join(folder, 'netart.png') }
  const start = performance.now()
  await toFile(requestOf({}), host, join(folder, 'first.png'))
  note('the first one, threads and all', `${(performance.now() - start).toFixed(1).padStart(8)} ms`)
  const timings = await alternate(
    {
      'the plain way': () => plainly(files.plain),
      'netart arithmetic': () => toFile(requestOf({ compat: 'netart' }), host, files.netart),
      'float32 arithmetic': () => toFile(requestOf({}), host, join(folder, 'float32.png')),
    },
    Math.min(rounds, 5),
    1,
  )
  for (const [name, timing] of Object.entries(timings)) process.stdout.write(`${line(name, timing)}\n`)
  const slow = timings['the plain way'].median
  for (const name of ['netart arithmetic', 'float32 arithmetic'] as const)
    note(`the plain way ÷ ${name}`, `${(slow / timings[name].median).toFixed(2).padStart(8)} ×   (at least 25)`)
  const [plain, netart] = await Promise.all(Object.values(files).map((path) => readImageFile(path)))
  const same = compare(plain!.raster, netart!.raster).same
  note('the plain way and netart arithmetic', same ? 'the same in every byte' : 'DIFFERENT PICTURES')
}

function requestOf(parameters: Readonly<Record<string, unknown>>): PatternRequest {
  const chosen = { color: 'rgb', units: UNITS, depth: DEPTH, width: SIDE, height: SIDE, ...parameters } as const
  return { parameters: parametersOf(pattern, { parameters: chosen }), seed: SEED, inputs: {} }
}

/** As the command line does it. */
async function toFile(asked: PatternRequest, host: NodeHost, path: string): Promise<void> {
  const request = { ...asked, bands: true } as const
  const settled = await pattern.resolve(request, host)
  const describe = (result: Parameters<typeof makeRecipe>[2]) =>
    makeRecipe(pattern, request, result, { format: 'png' })
  await writePicture({ instrument: pattern, request, host, path, settled, describe }, { format: 'png' })
}

async function plainly(path: string): Promise<void> {
  const pixels = paintNetart(createNetart(SEED, 'rgb', { units: UNITS, depth: DEPTH }), SIDE)
  const header = { width: SIDE, height: SIDE, channels: 3, depth: 8 } as const
  const data = pixels.filter((_, at) => at % 4 !== 3)
  await writePng(path, header, [{ top: 0, raster: { ...header, data } }])
}

/** Renders a request's pixels, without a file. */
async function render(request: PatternRequest, host: NodeHost): Promise<void> {
  const scene = (await openDrawing(request)).scene(0)
  for await (const band of host.bands().render(scene, { depth: 8 })) void band
}

async function shareOfPeak(host: NodeHost, rounds: number): Promise<void> {
  const requests = { 'float32 arithmetic': requestOf({}), 'netart arithmetic': requestOf({ compat: 'netart' }) }
  const contestants = Object.fromEntries(
    Object.entries(requests).map(([name, request]) => [name, () => render(request, host)]),
  )
  const timings = await alternate(contestants, rounds, 1)
  const vector = await vectorPeak()
  const matrix = await matrixPeak()
  process.stdout.write('Its pixels alone, and the machine (operations are multiplications and additions)\n')
  for (const [name, timing] of Object.entries(timings)) process.stdout.write(`${line(name, timing)}\n`)
  note(
    'peak of vectors in WebAssembly, measured',
    `${(vector / 1e9).toFixed(1).padStart(8)} · 10⁹ operations a second`,
  )
  note('ONNX Runtime, product of matrices', `${(matrix / 1e9).toFixed(1).padStart(8)} · 10⁹ operations a second`)
  for (const [name, timing] of Object.entries(timings)) {
    const rate = (2 * MULTIPLICATIONS * SIDE * SIDE) / (timing.median / 1000)
    const shares = [vector, matrix].map((peak) => `${((100 * rate) / peak).toFixed(0)} %`)
    note(name, `${(rate / 1e9).toFixed(1).padStart(8)} · 10⁹: ${shares[0]} and ${shares[1]}, tanh not counted`)
  }
}

/** Times a row of sizes, several times in turn, and fits a line to the least of each. */
async function growth(
  host: NodeHost,
  what: string,
  values: readonly number[],
  sizeOf: (value: number) => readonly [amount: number, parameters: Readonly<Record<string, unknown>>],
): Promise<void> {
  const sizes = values.map(sizeOf)
  const contestants = Object.fromEntries(
    sizes.map(([amount, parameters]) => [String(amount), () => render(requestOf(parameters), host)]),
  )
  const timings = await alternate(contestants, 7, 1)
  const points = sizes.map(([amount]) => [amount, timings[String(amount)]!.lowest] as const)
  const { base, slope, share } = fit(points)
  const amounts = points.map(([amount, time]) => `${amount}: ${time.toFixed(1)}`).join(', ')
  process.stdout.write(
    `Growth with ${what}, milliseconds: ${amounts}\n` +
      `  ${base.toFixed(2)} + ${slope.toPrecision(3)} · ${what}, which explains ${(100 * share).toFixed(2)} % of the differences\n`,
  )
}

/** The line of least squares through points, and the share of their variance that it explains. */
function fit(points: readonly (readonly [number, number])[]): { base: number; slope: number; share: number } {
  const mean = (axis: 0 | 1): number => points.reduce((sum, point) => sum + point[axis], 0) / points.length
  const [x, y] = [mean(0), mean(1)]
  const sum = (one: 0 | 1, other: 0 | 1): number =>
    points.reduce((all, point) => all + (point[one] - [x, y][one]!) * (point[other] - [x, y][other]!), 0)
  const slope = sum(0, 1) / sum(0, 0)
  return { base: y - slope * x, slope, share: sum(0, 1) ** 2 / (sum(0, 0) * sum(1, 1)) }
}

function note(what: string, text: string): void {
  process.stdout.write(`  ${what.padEnd(44)} ${text}\n`)
}
