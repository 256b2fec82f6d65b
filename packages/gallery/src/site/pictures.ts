/**
 * Pictures as pages show them: in several widths, as AVIF, WebP and JPEG, in `pictures/<two digits>/<hash>-<width>.<format>`.
 * Names are of the content, so what an older site or an interrupted run has need not be made again; what is known of each picture
 * is in `pictures/index.json`. One picture is in memory at a time.
 */
import { constants } from 'node:fs'
import { copyFile, mkdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { writeFileAtomic } from '@reverie/recipe/node'
import sharp from 'sharp'
import { z } from 'zod'
import type { PublishedFile } from './published.ts'
import { tintOf } from './tint.ts'

/** Raised when the same bytes would give others. */
const making = 1

const formats = ['avif', 'webp', 'jpeg'] as const

/** A format that pages offer. */
export type SiteFormat = (typeof formats)[number]

/** What is known of a picture. */
export interface SitePicture {
  readonly key: string
  /** Of the picture itself, as it is seen (after its orientation). */
  readonly width: number
  readonly height: number
  /** Classes of its colour. */
  readonly tint: string
  readonly animated: boolean
  /** Widths that there are, the smallest first. */
  readonly widths: readonly number[]
}

const indexSchema = z.record(
  z.string(),
  z.tuple([z.int().min(1), z.int().min(1), z.string().regex(/^h\d+ c\d l\d$/), z.boolean()]),
)

type Facts = z.infer<typeof indexSchema>[string]

/** Where a width of a picture is, from the site's folder. */
export const picturePath = (key: string, width: number, format: SiteFormat): string =>
  `pictures/${key.slice(0, 2)}/${key}-${width}.${format === 'jpeg' ? 'jpg' : format}`

/** Makes pictures for a site's folder. */
export interface PictureMaker {
  /** Of a file that shows something; undefined for what cannot be decoded (films). */
  readonly make: (file: PublishedFile) => Promise<SitePicture | undefined>
  /** Writes down what is known of them. */
  readonly end: () => Promise<void>
  readonly counts: { made: number; kept: number }
}

/**
 * Makes pictures.
 * @param folder the site's
 * @param widths in pixels; no picture is enlarged
 * @param older folders of sites, or of caches, that may hold pictures already
 */
export async function pictureMaker(
  folder: string,
  widths: readonly number[],
  older: readonly string[],
): Promise<PictureMaker> {
  const known = new Map<string, Facts>()
  for (const place of older) for (const [key, facts] of await readIndex(place)) known.set(key, facts)
  const used = new Map<string, Facts>()
  const counts = { made: 0, kept: 0 }
  const keep = async (path: string): Promise<boolean> => {
    const to = join(folder, path)
    await mkdir(dirname(to), { recursive: true })
    for (const place of older) {
      const found = await copyFile(join(place, path), to, constants.COPYFILE_FICLONE).then(
        () => true,
        () => false,
      )
      if (found) return true
    }
    return false
  }
  const make = async (file: PublishedFile): Promise<SitePicture | undefined> => {
    const key = file.sha256.slice(0, 20)
    const facts = known.get(key) ?? (await factsOf(file))
    if (facts === undefined) return undefined
    const picture = pictureOf(key, facts, widths)
    if (used.has(key)) return picture
    known.set(key, facts)
    used.set(key, facts)
    let pixels: Promise<Pixels> | undefined
    for (const width of picture.widths)
      for (const format of formats) {
        const path = picturePath(key, width, format)
        if (await keep(path)) counts.kept++
        else {
          pixels ??= decode(file.place, picture.widths.at(-1)!)
          await encode(await pixels, width, format, join(folder, path))
          counts.made++
        }
      }
    return picture
  }
  const end = async (): Promise<void> => {
    const entries = [...used].toSorted(([one], [other]) => (one < other ? -1 : 1))
    const lines = entries.map(([key, facts]) => `${JSON.stringify(key)}: ${JSON.stringify(facts)}`)
    const text = `{"making": ${making}, "pictures": {\n${lines.join(',\n')}\n}}\n`
    await writeFileAtomic(join(folder, 'pictures/index.json'), new TextEncoder().encode(text))
  }
  return { make, end, counts }
}

function pictureOf(key: string, [width, height, tint, animated]: Facts, asked: readonly number[]): SitePicture {
  const largest = Math.min(width, Math.max(...asked))
  const widths = [...new Set([...asked.filter((each) => each < largest), largest])].toSorted((a, b) => a - b)
  return { key, width, height, tint, animated, widths }
}

async function readIndex(place: string): Promise<Map<string, Facts>> {
  const text = await readFile(join(place, 'pictures/index.json'), 'utf8').catch(() => '')
  try {
    const { data } = z.object({ making: z.literal(making), pictures: indexSchema }).safeParse(JSON.parse(text))
    return new Map(Object.entries(data?.pictures ?? {}))
  } catch {
    return new Map()
  }
}

async function factsOf({ place }: PublishedFile): Promise<Facts | undefined> {
  try {
    const { width, height, pages, autoOrient } = await sharp(place).metadata()
    const small = sharp(place).resize(24, 24, { fit: 'fill' }).flatten({ background: '#fff' }).toColorspace('srgb')
    const pixels = await small.raw().toBuffer()
    return [autoOrient.width ?? width, autoOrient.height ?? height, tintOf(pixels), (pages ?? 1) > 1]
  } catch {
    return undefined
  }
}

interface Pixels {
  readonly data: Buffer
  readonly raw: { readonly width: number; readonly height: number; readonly channels: 3 | 4 }
}

/** The first frame, upright, in sRGB, as large as the largest width asks. */
async function decode(place: string, width: number): Promise<Pixels> {
  const { data, info } = await sharp(place)
    .autoOrient()
    .resize({ width, withoutEnlargement: true })
    .toColorspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { data, raw: { width: info.width, height: info.height, channels: info.channels as 3 | 4 } }
}

/** With more effort AVIF takes ten times as long, for a twentieth of the bytes. */
async function encode({ data, raw }: Pixels, width: number, format: SiteFormat, to: string): Promise<void> {
  const small = sharp(data, { raw }).resize({ width, withoutEnlargement: true, kernel: 'lanczos3' })
  const encoded =
    format === 'avif'
      ? small.avif({ quality: 58, effort: 1 })
      : format === 'webp'
        ? small.webp({ quality: 80, effort: 4 })
        : small.flatten({ background: '#fff' }).jpeg({ quality: 82, mozjpeg: true })
  await encoded.toFile(to)
}
