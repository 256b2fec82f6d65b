/** What is compared of openclipart's pictures; made once, which takes minutes, then kept in the user's cache. */
import { relative } from 'node:path'
import { colorsOf, openImprinter, perceptualHash, silhouetteOf, type Silhouette } from '@reverie/collection'
import { resample, type Raster } from '@reverie/image'
import { readImageFile } from '@reverie/image/node'
import { openModel } from '@reverie/models/node'
import { sha256 } from '@reverie/recipe'
import { createRuntime } from '@reverie/runtime/node'
import { readFile } from 'node:fs/promises'
import { kept } from '../collage/kept.ts'
import { line, timingOf } from '../alternate.ts'

/** Side of the thumbnails whose pixels are compared. */
const PIXELS = 16
/** Longer side at which pictures are read, as `reverie collect` does. */
const MASTER = 512
const BATCH = 16

/** Rows a picture, in the order of `files`. */
export interface Measured {
  /** '/'-separated, relative to the folder. Exact duplicates and what cannot be read are left out. */
  readonly files: readonly string[]
  readonly hashes: readonly bigint[]
  readonly inception: Rows
  readonly mobilenet: Rows
  /** 16 × 16 × RGB on mid-grey. */
  readonly pixels: Rows
  /** 64 shares of OKLab. */
  readonly palette: Rows
}

/** Numbers in rows. */
export interface Rows {
  readonly dimensions: number
  readonly data: Float32Array
}

type Kind = 'inception' | 'mobilenet' | 'pixels' | 'palette'

/** @param paths absolute, of pictures under `folder` */
export async function measuredPictures(folder: string, paths: readonly string[]): Promise<Measured> {
  const names = paths.map((path) => relative(folder, path))
  const bytes = await kept('openclipart-measured-2', names.join('\n'), async () =>
    encode(await measure(folder, names)),
  )
  return decode(bytes)
}

interface Picture {
  readonly file: string
  readonly raster: Raster
  readonly silhouette: Silhouette
}

async function measure(folder: string, names: readonly string[]): Promise<Measured> {
  const runtime = await createRuntime({ threads: 2 })
  const imprinters = {
    inception: await openImprinter({ model: await openModel('inception'), runtime }),
    mobilenet: await openImprinter({ model: await openModel('mobilenet'), runtime }),
  }
  const rows: Record<Kind, Float32Array[]> = { inception: [], mobilenet: [], pixels: [], palette: [] }
  const files: string[] = []
  const hashes: bigint[] = []
  const seen = new Set<string>()
  const times: Record<'inception' | 'mobilenet', number[]> = { inception: [], mobilenet: [] }
  for (let start = 0; start < names.length; start += BATCH) {
    const read = await Promise.all(
      names.slice(start, start + BATCH).map(async (file) => readOnce(folder, file, seen)),
    )
    const batch = read.filter((picture) => picture !== undefined)
    if (batch.length === 0) continue
    for (const name of ['inception', 'mobilenet'] as const) {
      const begun = performance.now()
      const imprinted = await imprinters[name].imprint(
        batch.map(({ raster }) => raster),
        batch.map(({ silhouette }) => silhouette),
      )
      times[name].push((performance.now() - begun) / batch.length)
      rows[name].push(imprinted)
    }
    for (const { file, raster } of batch) {
      files.push(file)
      hashes.push(perceptualHash(raster))
      rows.pixels.push(pixelsOf(raster))
      rows.palette.push(colorsOf(small(raster, 64)).palette)
    }
    if (process.stderr.isTTY) process.stderr.write(`\r  ${start + read.length} of ${names.length} pictures`)
  }
  if (process.stderr.isTTY) process.stderr.write('\n')
  await runtime.dispose()
  for (const name of ['inception', 'mobilenet'] as const)
    process.stdout.write(`${line(`${name}, a picture`, timingOf(times[name]))}\n`)
  const joined = (kind: Kind): Rows => {
    const data = Float32Array.from(rows[kind].flatMap((row) => [...row]))
    return { dimensions: data.length / files.length, data }
  }
  return {
    files,
    hashes,
    inception: joined('inception'),
    mobilenet: joined('mobilenet'),
    pixels: joined('pixels'),
    palette: joined('palette'),
  }
}

/** Undefined for content that was read before, for what shows nothing, and for what is no picture or too large. */
async function readOnce(folder: string, file: string, seen: Set<string>): Promise<Picture | undefined> {
  const hash = await sha256(await readFile(`${folder}/${file}`))
  if (seen.has(hash)) return undefined
  seen.add(hash)
  try {
    const { raster } = await readImageFile(`${folder}/${file}`, { maxSide: MASTER })
    const color = raster.channels >= 3 ? raster : { ...raster, ...asColor(raster) }
    const silhouette = silhouetteOf(color)
    return silhouette.coverage === 0 ? undefined : { file, raster: color, silhouette }
  } catch {
    return undefined
  }
}

/** Grey, with or without alpha, as RGB or RGBA. */
function asColor({ channels, data }: Raster): Pick<Raster, 'channels' | 'data'> {
  const step = channels === 2 ? 2 : 1
  const values: number[] = []
  for (let at = 0; at < data.length; at += step) {
    values.push(data[at]!, data[at]!, data[at]!)
    if (channels === 2) values.push(data[at + 1]!)
  }
  return { channels: channels === 2 ? 4 : 3, data: Uint8Array.from(values) }
}

function small(raster: Raster, side: number): Raster {
  const scale = Math.min(1, side / Math.max(raster.width, raster.height))
  const [width, height] = [raster.width, raster.height].map((size) => Math.max(1, Math.round(size * scale)))
  return resample(raster, width!, height!, 'area')
}

function pixelsOf(raster: Raster): Float32Array {
  const { channels, data } = resample(raster, PIXELS, PIXELS, 'area')
  return Float32Array.from({ length: PIXELS * PIXELS * 3 }, (_, at) => {
    const pixel = Math.floor(at / 3) * channels
    const alpha = channels === 4 ? data[pixel + 3]! / 255 : 1
    return (data[pixel + (at % 3)]! - 128) * alpha
  })
}

/** A line of JSON, then the numbers. */
function encode({ files, hashes, ...rows }: Measured): Uint8Array {
  const kinds = Object.entries(rows).map(([kind, { dimensions }]) => ({ kind, dimensions }))
  const head = new TextEncoder().encode(`${JSON.stringify({ files, hashes: hashes.map(String), kinds })}\n`)
  return Buffer.concat([
    head,
    ...Object.values(rows).map(({ data }) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
  ])
}

function decode(bytes: Uint8Array): Measured {
  const end = bytes.indexOf(10) + 1
  const { files, hashes, kinds } = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end))) as {
    files: string[]
    hashes: string[]
    kinds: { kind: Kind; dimensions: number }[]
  }
  let at = end
  const rows = Object.fromEntries(
    kinds.map(({ kind, dimensions }) => {
      const length = 4 * dimensions * files.length
      // Copied, because a file's bytes need not begin where a number may.
      const data = new Float32Array(Uint8Array.from(bytes.subarray(at, at + length)).buffer)
      at += length
      return [kind, { dimensions, data }]
    }),
  ) as Record<Kind, Rows>
  return { files, hashes: hashes.map(BigInt), ...rows }
}
