/** Files as browsers show them, and what is known of them besides. */
import { extname } from 'node:path'
import { readRecipe } from '@reverie/recipe/node'
import sharp from 'sharp'
import { tintOf } from '../../site/tint.ts'

const types: Readonly<Record<string, string>> = {
  '.avif': 'image/avif',
  '.gif': 'image/gif',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
  '.mp4': 'video/mp4',
  '.webm': 'video/webm',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.wav': 'audio/wav',
}

/** The type that a file is served with; what no page shows is plain text, which nothing runs. */
export const typeOf = (path: string): string => types[extname(path).toLowerCase()] ?? 'text/plain; charset=utf-8'

/** How a file is shown. */
export type Kind = 'image' | 'video' | 'audio' | 'text'

/** How a file is shown. */
export function kindOf(path: string): Kind {
  const kind = typeOf(path).split('/')[0]
  return kind === 'image' || kind === 'video' || kind === 'audio' ? kind : 'text'
}

/** No more pixels are decoded for a small picture. */
const mostPixels = 16_384 ** 2

/** A small copy of a picture; undefined when it is none that can be read. */
export async function smallPicture(bytes: Buffer): Promise<Buffer | undefined> {
  return sharp(bytes, { limitInputPixels: mostPixels })
    .autoOrient()
    .resize({ width: 320, height: 320, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 82 })
    .toBuffer()
    .catch(() => undefined)
}

/** A picture's size as it is shown, and the classes of its colour. */
export interface Look {
  readonly width: number
  readonly height: number
  readonly tint: string
  /** Whether something may be seen through it. */
  readonly clear: boolean
}

/** How a picture looks; undefined when it cannot be read. */
export async function lookOf(bytes: Buffer): Promise<Look | undefined> {
  try {
    const { autoOrient, hasAlpha } = await sharp(bytes, { limitInputPixels: mostPixels }).metadata()
    const pixels = await sharp(bytes, { limitInputPixels: mostPixels })
      .resize(16, 16, { fit: 'fill' })
      .flatten({ background: 'white' })
      .toColourspace('srgb')
      .raw()
      .toBuffer()
    return {
      width: autoOrient.width,
      height: autoOrient.height,
      tint: tintOf(new Uint8Array(pixels)),
      clear: hasAlpha,
    }
  } catch {
    return undefined
  }
}

/** What made a file, in a few words each: what its recipe tells. Nothing for a file without one. */
export async function recipeFacts(place: string): Promise<[name: string, value: string][]> {
  const recipe = await readRecipe(place).catch(() => undefined)
  if (recipe === undefined) return []
  const { instrument, models, parameters, seed } = recipe
  return [
    ['Instrument', `${instrument.name} ${instrument.version}`],
    ...(models.length === 0 ? [] : [['Model', models.map(({ id }) => id).join(', ')] as [string, string]]),
    ['Seed', String(seed)],
    ...Object.entries(parameters).flatMap(([name, value]): [string, string][] =>
      typeof value === 'object' ? [] : [[name, String(value)]],
    ),
  ]
}
