/** Cutting a picture into pieces that each take about as long as asked. */

/** A piece of a picture, in pixels. */
export interface Tile {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Rows of a tile that is not as wide as the picture: GPUs work in squares. */
const lowest = 8

/**
 * Tiles that cover a picture once, in rows.
 * @param pixels how many the next tile should have; asked anew for every row of tiles
 */
export function* tilesOf(width: number, height: number, pixels: () => number): Generator<Tile, void, void> {
  for (let y = 0; y < height;) {
    const wanted = Math.max(1, pixels())
    const rows = Math.min(height - y, Math.max(lowest, Math.round(wanted / width)))
    const across = Math.min(width, Math.max(lowest, Math.ceil(wanted / rows)))
    for (let x = 0; x < width; x += across) yield { x, y, width: Math.min(across, width - x), height: rows }
    y += rows
  }
}
