/** The way from one layout to another, as the vertex shader goes it; needed where a crossing is left for another one. */

/** How far a picture is on its way when the crossing as a whole is at `mix`, 0…1. Pictures set out one after another. */
export function wayOf(row: number, mix: number): number {
  const late = (row * 0.618_033_988_75) % 1
  const way = Math.min(1, Math.max(0, mix * 1.4 - 0.4 * late))
  return way * way * (3 - 2 * way)
}

/** Moves `from` [count, 2] to where the pictures are on their way to `to`. */
export function moveOn(from: Float32Array, to: Float32Array, mix: number): void {
  for (let row = 0; row < from.length / 2; row++) {
    const way = wayOf(row, mix)
    for (const at of [2 * row, 2 * row + 1]) from[at]! += (to[at]! - from[at]!) * way
  }
}
