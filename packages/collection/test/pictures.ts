/** Folders of pictures that are made up, the same each time. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import sharp from 'sharp'

/** A disc, a box or a triangle of one colour on nothing, 48 × 40. */
export async function shape(
  number: number,
  format: 'png' | 'jpeg' | 'webp' | 'gif' | 'tiff' | 'avif' = 'png',
): Promise<Buffer> {
  const hue = (number * 47) % 360
  const size = 10 + (number % 9)
  const at = { x: 16 + (number % 13), y: 14 + (number % 11) }
  const shapes = [
    `<circle cx="${at.x}" cy="${at.y}" r="${size}"/>`,
    `<rect x="${at.x - size / 2}" y="${at.y - size / 2}" width="${size * 1.5}" height="${size}"/>`,
    `<path d="M${at.x} 2 L${at.x + size} ${at.y + size} L${at.x - size} ${at.y + size}Z"/>`,
  ]
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="48" height="40"><g fill="hsl(${hue},70%,${30 + (number % 40)}%)">${shapes[number % 3]}</g></svg>`
  return sharp(Buffer.from(svg)).toFormat(format).toBuffer()
}

/** A folder for pictures and one for a collection of them. */
export interface Desk {
  readonly pictures: string
  readonly collection: string
  readonly path: (...parts: string[]) => string
  readonly write: (path: string, bytes: Uint8Array | string) => void
  readonly clear: () => void
}

/** Makes the folders, in one for this test. */
export function openDesk(): Desk {
  const root = mkdtempSync(join(tmpdir(), 'reverie-collect-'))
  const pictures = join(root, 'pictures')
  mkdirSync(pictures)
  return {
    pictures,
    collection: join(root, 'collection'),
    path: (...parts) => join(root, ...parts),
    write: (path, bytes) => {
      mkdirSync(dirname(join(pictures, path)), { recursive: true })
      writeFileSync(join(pictures, path), bytes)
    },
    clear: () => rmSync(root, { recursive: true, force: true }),
  }
}
