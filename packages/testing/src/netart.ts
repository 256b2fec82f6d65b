/**
 * netart-js (hardmaru, 2016) the plain way: pixel after pixel, a new matrix for every step, as recurrent.js calculates.
 * Written from the formulas of its facts; no line of the original was used. Tests compare the exact kernel with it in
 * every byte, and the bench measures against it, so it stays as simple as the method is.
 *
 * Matrices hold float32; a product's sums are doubles until they are stored. `Math.random` is Mulberry32 of a seed.
 */
import { createRandom } from '@reverie/recipe'

/** A matrix as recurrent.js has it: n rows, d columns, values row after row. */
export interface NetartMatrix {
  readonly n: number
  readonly d: number
  readonly w: Float32Array
}

/** Outputs of each colour mode, alpha included; `hsl` has two that nothing reads. */
const outputs = { bw: 2, rgb: 4, cmyk: 5, hsv: 4, hsl: 6 } as const

/** The original's colour modes. */
export type NetartMode = keyof typeof outputs

/** A network with the latents it was started with. */
export interface Netart {
  readonly mode: NetartMode
  /** Units of a layer (the original's "network size"). */
  readonly units: number
  /** Hidden layers after the first. */
  readonly depth: number
  readonly z: readonly [number, number]
  /** `depth` + 2 matrices, from the inputs to the outputs. */
  readonly matrices: readonly NetartMatrix[]
}

/**
 * Draws a network. In this order: its size, both latents, the matrices row after row.
 * @param given units (else 12 to 19, drawn), depth (else 24 − units), latents (else drawn); each draw takes place all the same
 */
export function createNetart(
  seed: number,
  mode: NetartMode,
  given: { readonly units?: number; readonly depth?: number; readonly z?: readonly [number, number] } = {},
): Netart {
  const { next } = createRandom(seed)
  const drawnUnits = Math.floor(12 + 8 * next())
  const drawn = [2 * next() - 1, 2 * next() - 1] as const
  const units = given.units ?? drawnUnits
  const depth = given.depth ?? 24 - units
  const gaussian = polarGaussian(next)
  const matrix = (n: number, d: number): NetartMatrix => ({ n, d, w: new Float32Array(n * d).map(gaussian) })
  const matrices = [matrix(units, 6)]
  for (let layer = 0; layer < depth; layer++) matrices.push(matrix(units, units))
  matrices.push(matrix(outputs[mode], units))
  return { mode, units, depth, z: given.z ?? drawn, matrices }
}

/** Marsaglia's polar method: two normal numbers from a point in the unit disc, the second kept for the next call. */
function polarGaussian(next: () => number): () => number {
  let kept: number | undefined
  return () => {
    if (kept !== undefined) {
      const value = kept
      kept = undefined
      return value
    }
    for (;;) {
      const u = 2 * next() - 1
      const v = 2 * next() - 1
      const s = u * u + v * v
      if (s === 0 || s > 1) continue
      const c = Math.sqrt((-2 * Math.log(s)) / s)
      kept = v * c
      return u * c
    }
  }
}

/**
 * Draws the picture.
 * @param size width and height
 * @returns straight RGBA as in a canvas; alpha is 255 unless asked for
 */
export function paintNetart(network: Netart, size: number, alpha = false): Uint8ClampedArray {
  const pixels = new Uint8ClampedArray(size * size * 4)
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const color = colorAt(network, row / size - 0.5, column / size - 0.5, alpha)
      for (let channel = 0; channel < 4; channel++) {
        pixels[(row * size + column) * 4 + channel] = color[channel]! * 255
      }
    }
  }
  return pixels
}

/** Red, green, blue and alpha of a point, before rounding, 0 to 1: x runs down, y to the right, both from −0.5. */
export function colorAt(network: Netart, x: number, y: number, alpha: boolean): readonly number[] {
  const output = outputsAt(network, x, y)
  const color = colors[network.mode](output)
  return [...color, alpha ? opacity(output[alphaOutput[network.mode]]!) : 1]
}

function outputsAt(network: Netart, x: number, y: number): Float32Array {
  const [z1, z2] = network.z
  const [first, ...rest] = network.matrices
  const last = rest.pop()!
  let values = tanh(multiply(first!, { n: 6, d: 1, w: Float32Array.of(x, y, Math.sqrt(y * y + x * x), z1, z2, 1) }))
  for (const weights of rest) values = tanh(multiply(weights, values))
  return sigmoid(multiply(last, values)).w
}

function multiply(left: NetartMatrix, right: NetartMatrix): NetartMatrix {
  const w = new Float32Array(left.n * right.d)
  for (let i = 0; i < left.n; i++) {
    for (let j = 0; j < right.d; j++) {
      let sum = 0
      for (let k = 0; k < left.d; k++) sum += left.w[left.d * i + k]! * right.w[right.d * k + j]!
      w[right.d * i + j] = sum
    }
  }
  return { n: left.n, d: right.d, w }
}

function tanh({ n, d, w: from }: NetartMatrix): NetartMatrix {
  const w = new Float32Array(n * d)
  for (let i = 0; i < w.length; i++) w[i] = Math.tanh(from[i]!)
  return { n, d, w }
}

function sigmoid({ n, d, w: from }: NetartMatrix): NetartMatrix {
  const w = new Float32Array(n * d)
  for (let i = 0; i < w.length; i++) w[i] = 1 / (1 + Math.exp(-from[i]!))
  return { n, d, w }
}

type Color = readonly [red: number, green: number, blue: number]

const colors: Readonly<Record<NetartMode, (output: Float32Array) => Color>> = {
  bw: (o) => [o[0]!, o[0]!, o[0]!],
  rgb: (o) => [o[0]!, o[1]!, o[2]!],
  cmyk: (o) => {
    const k = Math.abs(2 * o[3]! - 1)
    return [(1 - o[0]!) * k, (1 - o[1]!) * k, (1 - o[2]!) * k]
  },
  hsv: (o) => fromHsv(o[0]!, o[1]!, o[2]!),
  hsl: (o) => fromHsl(o[0]!, o[1]!, o[2]!),
}

const alphaOutput: Readonly<Record<NetartMode, number>> = { bw: 1, rgb: 3, cmyk: 4, hsv: 3, hsl: 3 }

const opacity = (o: number): number => 0.25 + 0.75 * (1 - Math.abs(2 * o - 1))

/** Hue, saturation and value, 0 to 1, in six sectors, in the order of operations that TinyColor has. */
function fromHsv(hue: number, s: number, v: number): Color {
  const sector = Math.floor(hue * 6)
  const f = hue * 6 - sector
  const p = v * (1 - s)
  const q = v * (1 - f * s)
  const t = v * (1 - (1 - f) * s)
  const of = (...choices: readonly number[]): number => choices[sector % 6]!
  return [of(v, q, p, p, t, v), of(t, v, v, q, p, p), of(p, p, t, v, v, q)]
}

/** Hue, saturation and lightness, 0 to 1, in the order of operations that TinyColor has. */
function fromHsl(hue: number, s: number, l: number): Color {
  if (s === 0) return [l, l, l]
  const q = l < 0.5 ? l * (1 + s) : l + s - l * s
  const p = 2 * l - q
  const channel = (turned: number): number => {
    const t = turned < 0 ? turned + 1 : turned > 1 ? turned - 1 : turned
    if (t < 1 / 6) return p + (q - p) * 6 * t
    if (t < 1 / 2) return q
    if (t < 2 / 3) return p + (q - p) * (2 / 3 - t) * 6
    return p
  }
  return [channel(hue + 1 / 3), channel(hue), channel(hue - 1 / 3)]
}
