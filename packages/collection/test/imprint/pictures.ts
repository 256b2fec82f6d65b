/** Pictures for tests of what runs in Node and in browsers. */
import type { Raster } from '@reverie/image'

/** Transparent pieces: discs, rings and stripes of several colours, three of each kind. */
export function pieces(size = 64): Raster[] {
  const kinds = [
    (x: number, y: number) => Math.hypot(x, y) < 0.8,
    (x: number, y: number) => Math.abs(Math.hypot(x, y) - 0.7) < 0.15,
    (x: number) => Math.floor(8 * (x + 1)) % 2 === 0,
  ]
  const colors = [
    [220, 40, 40],
    [40, 160, 60],
    [60, 60, 210],
  ]
  return kinds.flatMap((inside) =>
    colors.map((color, number) => {
      const side = size + 8 * number
      const data = new Uint8Array(side * side * 4)
      for (let at = 0; at < side * side; at++) {
        const [x, y] = [(at % side) + 0.5, Math.floor(at / side) + 0.5].map((place) => (2 * place) / side - 1)
        if (inside(x!, y!)) data.set([...color, 255], 4 * at)
      }
      return { width: side, height: side, channels: 4, depth: 8, data } as const
    }),
  )
}
