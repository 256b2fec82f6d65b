/** Pictures as literals: what a test looks at is written where it is used. */
import type { Raster } from '@reverie/image'

/**
 * A raster from rows of letters, each standing for a colour: `picture(['rg', 'bw'], { r: [255, 0, 0], … })`. Built in
 * are k black, w white, r red, g green, b blue, y yellow, c cyan, m magenta.
 * @throws Error for rows of different lengths or a letter without a colour
 */
export function picture(rows: readonly string[], colors: Readonly<Record<string, readonly number[]>> = {}): Raster {
  const known: Readonly<Record<string, readonly number[]>> = { ...primaries, ...colors }
  const width = rows[0]?.length ?? 0
  const channels = (Object.values(colors)[0]?.length ?? 3) as Raster['channels']
  const values = rows.flatMap((row) => {
    if (row.length !== width)
      throw new Error(`Rows of a picture should be of one length, found ${width} and ${row.length}.`)
    return Array.from(row).flatMap((letter) => {
      const color = known[letter]
      if (color === undefined)
        throw new Error(`"${letter}" stands for no colour. There are: ${Object.keys(known).join(', ')}.`)
      return channels === 4 && color.length === 3 ? [...color, 255] : color
    })
  })
  return { width, height: rows.length, channels, depth: 8, data: Uint8Array.from(values) }
}

const primaries: Readonly<Record<string, readonly number[]>> = {
  k: [0, 0, 0],
  w: [255, 255, 255],
  r: [255, 0, 0],
  g: [0, 255, 0],
  b: [0, 0, 255],
  y: [255, 255, 0],
  c: [0, 255, 255],
  m: [255, 0, 255],
}

/**
 * An 8-bit RGB picture with something at every scale: smooth colour gradients under rings that grow finer outwards.
 * The same for the same size.
 */
export function testCard(width: number, height: number): Raster {
  const data = new Uint8Array(width * height * 3)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const u = x / width - 0.5
      const v = y / height - 0.5
      const rings = Math.cos(120 * (u * u + v * v))
      const at = (y * width + x) * 3
      data[at] = 128 + 90 * u + 60 * rings
      data[at + 1] = 128 + 90 * v + 40 * rings
      data[at + 2] = 128 - 60 * (u + v) + 50 * Math.sin(9 * u) * rings
    }
  }
  return { width, height, channels: 3, depth: 8, data }
}
