/**
 * Several examples as one direction: the mean of those that are liked, less half the mean of those that are not (Rocchio,
 * "Relevance feedback in information retrieval", 1971).
 */

const UNLIKE = 0.5

/**
 * @param like rows of unit length, like `unlike`; one of both has a row
 * @returns of unit length; zeros where the examples cancel each other
 */
export function blend(like: readonly Float32Array[], unlike: readonly Float32Array[]): Float32Array {
  const length = (like[0] ?? unlike[0])?.length ?? 0
  const sum = new Float64Array(length)
  const add = (rows: readonly Float32Array[], weight: number): void => {
    for (const row of rows)
      row.forEach((value, at) => (sum[at] = (sum[at] as number) + (weight * value) / rows.length))
  }
  add(like, 1)
  add(unlike, like.length === 0 ? -1 : -UNLIKE)
  const size = Math.hypot(...sum)
  return Float32Array.from(sum, (value) => (size > 0 ? value / size : 0))
}

/** 1 − cosine of a direction and a row of a matrix. */
export function distanceTo(direction: Float32Array, rows: Float32Array, row: number): number {
  const width = direction.length
  let cosine = 0
  for (let at = 0, from = row * width; at < width; at++, from++)
    cosine += (direction[at] as number) * (rows[from] as number)
  return Math.max(0, 1 - cosine)
}
