/**
 * ICC profiles (ICC.1:2022). The rule by which every picture becomes sRGB:
 *
 * 1. No profile: the values are taken as sRGB. (PNG's gAMA, cHRM and cICP and AVIF's nclx are not looked at.)
 *    Floats (32-bit TIFF) are linear light.
 * 2. A matrix profile of RGB or a curve profile of grey (Display P3, Adobe RGB, ProPhoto, camera and screen profiles):
 *    converted here, relative colorimetric, each channel clipped to sRGB. Own code, so that Node and browsers agree to
 *    the bit. One that moves no colour by a step of 8 bits is sRGB under another name, and the values stay untouched.
 * 3. A profile of tables (printers, scanners) and all CMYK and Lab: by Little CMS inside libvips, perceptual intent, in
 *    Node (sharp) and in browsers (wasm-vips) alike. CMYK without a profile uses the one that libvips brings.
 * 4. A damaged profile, or one for other channels than the picture has, is left out.
 */
import { linearToSrgb } from './color.ts'
import { numberAt, textAt } from './reader.ts'

/** A tone curve: device value 0…1 to linear light 0…1. */
type Curve = (value: number) => number

/** What a profile says, as far as it concerns the conversion. */
export interface Profile {
  readonly description: string
  /** `matrix`: RGB by curves and a matrix; `grey`: one curve; `table`: by lookup tables. */
  readonly kind: 'matrix' | 'grey' | 'table'
  /** The pixels it is for: `RGB `, `GRAY`, `CMYK`, `Lab `. */
  readonly space: string
  readonly curves: readonly Curve[]
  /** Linear device RGB to XYZ (D50), rows X, Y, Z. */
  readonly matrix: readonly (readonly number[])[]
}

interface Tags {
  get(signature: string): Uint8Array | undefined
}

/** Reads a profile, or gives undefined when it is damaged. */
export function readProfile(bytes: Uint8Array): Profile | undefined {
  if (textAt(bytes, 36, 4) !== 'acsp') return undefined
  const tags = tagsOf(bytes)
  const space = textAt(bytes, 16, 4)
  const description = descriptionOf(tags.get('desc')) ?? space.trim()
  const table: Profile = { description, kind: 'table', space, curves: [], matrix: [] }
  if (tags.get('A2B0') !== undefined) return table
  if (space === 'GRAY') {
    const curve = curveOf(tags.get('kTRC'))
    return curve === undefined ? undefined : { ...table, kind: 'grey', curves: [curve] }
  }
  if (space !== 'RGB ' || textAt(bytes, 20, 4) !== 'XYZ ') return table
  const curves = ['rTRC', 'gTRC', 'bTRC'].map((tag) => curveOf(tags.get(tag)))
  const columns = ['rXYZ', 'gXYZ', 'bXYZ'].map((tag) => xyzOf(tags.get(tag)))
  if (!curves.every((curve) => curve !== undefined) || !columns.every((column) => column !== undefined))
    return undefined
  const matrix = [0, 1, 2].map((row) => columns.map((column) => column[row] ?? 0))
  return { ...table, kind: 'matrix', curves, matrix }
}

/** The inverse of sRGB's matrix to XYZ, adapted to D50 (Bradford). */
const xyzToSrgb = [
  [3.134_136_8, -1.617_386_2, -0.490_661_9],
  [-0.978_795_5, 1.916_254_4, 0.033_442_7],
  [0.071_955_4, -0.228_976_8, 1.405_386],
] as const

/**
 * The matrix from linear device RGB to linear sRGB. Profiles round their numbers to 2⁻¹⁶; where white comes out as white
 * but for that, it is made exactly white.
 */
export function toLinearSrgb(profile: Profile): number[][] {
  return xyzToSrgb.map((row) => {
    const mixed = [0, 1, 2].map((column) =>
      row.reduce((sum, weight, at) => sum + weight * (profile.matrix[at]?.[column] ?? 0), 0),
    )
    const white = mixed.reduce((sum, weight) => sum + weight, 0)
    return Math.abs(white - 1) < 0.005 ? mixed.map((weight) => weight / white) : mixed
  })
}

/** Whether converting moves no colour by a step of 8 bits. */
export function isSrgb(profile: Profile): boolean {
  if (profile.kind === 'table') return false
  const matrix = profile.kind === 'matrix' ? toLinearSrgb(profile) : [[1]]
  const steps = Array.from({ length: 18 }, (_, index) => index / 17)
  const inner = matrix.length === 1 ? [0] : steps
  for (const red of steps)
    for (const green of inner)
      for (const blue of inner) {
        const color = [red, green, blue].slice(0, matrix.length)
        const linear = color.map((value, at) => profile.curves[at]?.(value) ?? 0)
        for (const [at, row] of matrix.entries()) {
          const light = row.reduce((sum, weight, column) => sum + weight * (linear[column] ?? 0), 0)
          const moved = linearToSrgb(Math.min(1, Math.max(0, light))) - (color[at] ?? 0)
          if (Math.abs(moved) >= 1 / 255) return false
        }
      }
  return true
}

function tagsOf(bytes: Uint8Array): Tags {
  const places = new Map<string, Uint8Array>()
  const count = Math.min(numberAt(bytes, 128, 4) || 0, 200)
  for (let index = 0; index < count; index++) {
    const entry = 132 + index * 12
    const start = numberAt(bytes, entry + 4, 4)
    const end = start + numberAt(bytes, entry + 8, 4)
    if (end <= bytes.length) places.set(textAt(bytes, entry, 4), bytes.subarray(start, end))
  }
  return places
}

/** The text of a `desc` (version 2) or `mluc` (version 4) tag. */
function descriptionOf(tag: Uint8Array | undefined): string | undefined {
  if (tag === undefined) return undefined
  if (textAt(tag, 0, 4) === 'desc') {
    const length = Math.min(numberAt(tag, 8, 4) || 0, 200)
    return textAt(tag, 12, length).replace(/\0.*$/s, '')
  }
  if (textAt(tag, 0, 4) !== 'mluc') return undefined
  const start = numberAt(tag, 24, 4)
  const text = tag.subarray(start, start + Math.min(numberAt(tag, 20, 4) || 0, 400))
  return new TextDecoder('utf-16be').decode(text).replace(/\0.*$/s, '')
}

/** A signed number with 16 bits after the point. */
function fixed(bytes: Uint8Array, at: number): number {
  return (numberAt(bytes, at, 4) | 0) / 65_536
}

function xyzOf(tag: Uint8Array | undefined): number[] | undefined {
  if (tag === undefined || tag.length < 20) return undefined
  return [fixed(tag, 8), fixed(tag, 12), fixed(tag, 16)]
}

/** How many parameters each type of a `para` curve has. */
const parameterCounts = [1, 3, 4, 5, 7]

function curveOf(tag: Uint8Array | undefined): Curve | undefined {
  if (tag === undefined) return undefined
  if (textAt(tag, 0, 4) === 'curv') return sampledCurve(tag)
  if (textAt(tag, 0, 4) !== 'para') return undefined
  const type = numberAt(tag, 8, 2)
  const count = parameterCounts[type]
  if (count === undefined || tag.length < 12 + 4 * count) return undefined
  const [g = 1, a = 1, b = 0, c = 0, d = 0, e = 0, f = 0] = Array.from({ length: count }, (_, at) =>
    fixed(tag, 12 + 4 * at),
  )
  const power = (value: number) => Math.max(0, a * value + b) ** g
  // ICC.1:2022, table 68: functions 0 to 4.
  if (type === 0) return (value) => value ** g
  if (type === 1) return (value) => (value >= -b / a ? power(value) : 0)
  if (type === 2) return (value) => (value >= -b / a ? power(value) + c : c)
  if (type === 3) return (value) => (value >= d ? power(value) : c * value)
  return (value) => (value >= d ? power(value) + e : c * value + f)
}

function sampledCurve(tag: Uint8Array): Curve | undefined {
  const count = numberAt(tag, 8, 4)
  if (!(tag.length >= 12 + 2 * count)) return undefined
  if (count === 0) return (value) => value
  if (count === 1) {
    const gamma = numberAt(tag, 12, 2) / 256
    return (value) => value ** gamma
  }
  return (value) => {
    const position = value * (count - 1)
    const low = Math.min(Math.floor(position), count - 2)
    const from = numberAt(tag, 12 + 2 * low, 2)
    return (from + (numberAt(tag, 14 + 2 * low, 2) - from) * (position - low)) / 65_535
  }
}
