/**
 * Pictures to measure with: the pieces of Debian's package openclipart-png (public domain), unpacked beside the system,
 * and what the network `inception` sees in each: its layer `mixed5`, averaged over the picture. Made once, then kept in
 * the user's cache.
 */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, readFile, readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { promisify } from 'node:util'
import { cut, withInputShape } from '@reverie/graph'
import { openModel } from '@reverie/models/node'
import { createRandom } from '@reverie/recipe'
import { cacheFolder } from '@reverie/recipe/node'
import { createRuntime } from '@reverie/runtime/node'
import sharp from 'sharp'
import { kept } from './kept.ts'

const PACKAGE = 'openclipart-png'
const LAYER = 'mixed5'
const CHANNELS = 768
/** Side of the square that a picture is fitted into. */
const SIDE = 160
const PICTURES = 3600
const BATCH = 8

/** Pictures with what was seen in them. */
export interface Features {
  /** Absolute paths. */
  readonly files: readonly string[]
  /** A row of `dimensions` for each file: standardised by column, then of unit length. */
  readonly vectors: Float32Array
  readonly dimensions: number
}

const run = promisify(execFile)

/** Where `npm run demo:openclipart` unpacks the package too. */
export const openclipartFolder = join(cacheFolder(), 'reverie', 'demo', PACKAGE)

/**
 * Features of 3,600 pictures.
 * @returns undefined when the package is neither there nor to be had
 */
export async function openclipartFeatures(): Promise<Features | undefined> {
  const files = await pictures()
  if (files === undefined) return undefined
  const source = `${LAYER} ${SIDE} ${files.map((file) => relative(openclipartFolder, file)).join('\n')}`
  const bytes = await kept('openclipart-features', source, () => see(files))
  // Copied, because a file's bytes need not begin where a number may.
  const pooled = new Float32Array(Uint8Array.from(bytes).buffer)
  return { files, vectors: standardise(pooled), dimensions: CHANNELS }
}

/**
 * The package's pictures that are regular files, sorted. Fetched and unpacked where they are not there yet.
 * @returns undefined when the package is neither there nor to be had
 */
export async function openclipartFiles(): Promise<string[] | undefined> {
  const found = await list(openclipartFolder)
  if (found.length > 0) return found
  return (await unpack(openclipartFolder)) ? list(openclipartFolder) : undefined
}

/** Regular files without exact duplicates, in an order that mixes the folders. */
async function pictures(): Promise<string[] | undefined> {
  const all = await openclipartFiles()
  if (all === undefined) return undefined
  const random = createRandom(1)
  const order = all.map((file) => ({ file, key: random.next() })).toSorted((left, right) => left.key - right.key)
  const seen = new Set<string>()
  const chosen: string[] = []
  for (const { file } of order) {
    if (chosen.length === PICTURES) break
    const hash = createHash('sha256')
      .update(await readFile(file))
      .digest('hex')
    if (seen.has(hash)) continue
    seen.add(hash)
    chosen.push(file)
  }
  return chosen
}

async function list(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    return entries
      .filter((entry) => entry.isFile() && entry.name.endsWith('.png'))
      .map((entry) => join(entry.parentPath, entry.name))
      .toSorted()
  } catch {
    return []
  }
}

async function unpack(folder: string): Promise<boolean> {
  try {
    await mkdir(folder, { recursive: true })
    await run('apt-get', ['download', PACKAGE], { cwd: folder })
    const archive = (await readdir(folder)).find((name) => name.endsWith('.deb'))!
    await run('dpkg', ['-x', join(folder, archive), folder])
    return true
  } catch {
    return false
  }
}

async function see(files: readonly string[]): Promise<Uint8Array> {
  const { graph, input } = await openModel('inception')
  const runtime = await createRuntime({ threads: 2 })
  const program = await runtime.compile(
    withInputShape(cut(graph, [LAYER]), { [input.name]: [BATCH, 3, SIDE, SIDE] }),
  )
  const pooled = new Float32Array(files.length * CHANNELS)
  for (let start = 0; start < files.length; start += BATCH) {
    const batch = files.slice(start, start + BATCH)
    const data = new Float32Array(BATCH * 3 * SIDE * SIDE)
    await Promise.all(batch.map(async (file, at) => data.set(await planes(file), at * 3 * SIDE * SIDE)))
    const results = await program.run({
      [input.name]: { type: 'float32', shape: [BATCH, 3, SIDE, SIDE], data },
    })
    const handle = Object.values(results)[0]!
    const seen = await handle.read()
    average(seen.data as Float32Array, pooled.subarray(start * CHANNELS, (start + batch.length) * CHANNELS))
    handle.dispose()
    if (process.stderr.isTTY) process.stderr.write(`\r  features ${start + batch.length} of ${files.length}`)
  }
  if (process.stderr.isTTY) process.stderr.write('\n')
  await runtime.dispose()
  return new Uint8Array(pooled.buffer)
}

/** A picture cut to its silhouette, on neutral grey, 0…1. */
async function planes(file: string): Promise<Float32Array> {
  const options = { fit: 'contain', background: '#808080' } as const
  // One of the pictures is larger than what sharp takes from strangers.
  const trimmed = sharp(file, { limitInputPixels: false })
    .ensureAlpha()
    .trim({ background: '#00000000', threshold: 1 })
  const pixels = await trimmed
    .toBuffer()
    .catch(() => readFile(file))
    .then((bytes) =>
      sharp(bytes, { limitInputPixels: false })
        .flatten({ background: '#808080' })
        .resize(SIDE, SIDE, options)
        .removeAlpha()
        .raw()
        .toBuffer(),
    )
  const out = new Float32Array(3 * SIDE * SIDE)
  for (let at = 0; at < SIDE * SIDE; at++) {
    for (let channel = 0; channel < 3; channel++) out[channel * SIDE * SIDE + at] = pixels[at * 3 + channel]! / 255
  }
  return out
}

function average(activation: Float32Array, into: Float32Array): void {
  const positions = activation.length / (BATCH * CHANNELS)
  for (let at = 0; at < into.length; at++) {
    let sum = 0
    for (let position = 0; position < positions; position++) sum += activation[at * positions + position]!
    into[at] = sum / positions
  }
}

function standardise(pooled: Float32Array): Float32Array {
  const rows = pooled.length / CHANNELS
  const out = new Float32Array(pooled.length)
  for (let column = 0; column < CHANNELS; column++) {
    let sum = 0
    let squares = 0
    for (let row = 0; row < rows; row++) {
      const value = pooled[row * CHANNELS + column]!
      sum += value
      squares += value * value
    }
    const mean = sum / rows
    const deviation = Math.sqrt(Math.max(0, squares / rows - mean * mean)) || 1
    for (let row = 0; row < rows; row++) {
      out[row * CHANNELS + column] = (pooled[row * CHANNELS + column]! - mean) / deviation
    }
  }
  for (let row = 0; row < rows; row++) {
    const vector = out.subarray(row * CHANNELS, (row + 1) * CHANNELS)
    const length = Math.hypot(...vector) || 1
    vector.forEach((value, at) => (vector[at] = value / length))
  }
  return out
}
