/**
 * ICC profiles of sRGB and of grey with its curve, made from the definition (IEC 61966-2-1), so that every file says
 * what its numbers mean.
 */
import { joinBytes } from './reader.ts'

/** sRGB's primaries and D65's adaptation to D50 (Bradford), as ICC.1:2022 wants them: signed, 16 bits after the point. */
const colorants = {
  rXYZ: [0.436_066, 0.222_488, 0.013_916],
  gXYZ: [0.385_147, 0.716_873, 0.097_076],
  bXYZ: [0.143_066, 0.060_608, 0.714_096],
} as const
const white = [0.964_203, 1, 0.824_905]
const adaptation = [
  1.047_882, 0.022_919, -0.050_201, 0.029_587, 0.990_479, -0.017_059, -0.009_232, 0.015_076, 0.751_678,
]
/** (a·x + b)^g from d on, c·x below. */
const curve = [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.040_45]

/** The profile's bytes (version 4.3, display, RGB to XYZ); 500-odd. */
export function srgbProfile(): Uint8Array {
  const primaries = Object.entries(colorants).map(([name, color]): Tag => [name, numbers('XYZ ', color)])
  return profile('RGB ', 'sRGB', primaries, ['rTRC', 'gTRC', 'bTRC'])
}

/** The same for one channel, whose values are those of a neutral sRGB colour. */
export function greyProfile(): Uint8Array {
  return profile('GRAY', 'sRGB grey', [], ['kTRC'])
}

type Tag = [name: string, data: Uint8Array]

/** A profile of some tags and of curves, which are all alike and stand in the file once. */
function profile(space: string, title: string, more: readonly Tag[], curves: readonly string[]): Uint8Array {
  const tags: Tag[] = [
    ['desc', localized(title)],
    ['cprt', localized('No copyright, use freely')],
    ['wtpt', numbers('XYZ ', white)],
    ['chad', numbers('sf32', adaptation)],
    ...more,
  ]
  const shared = joinBytes([ascii('para'), word(0), word(3 << 16), ...curve.map(fixed)])
  const entries = tags.length + curves.length
  let at = 128 + 4 + 12 * entries
  const table = [word(entries)]
  for (const [name, data] of tags) {
    table.push(ascii(name), word(at), word(data.length))
    at += data.length
  }
  for (const name of curves) table.push(ascii(name), word(at), word(shared.length))
  const size = at + shared.length
  return joinBytes([header(size, space), ...table, ...tags.map(([, data]) => data), shared])
}

function header(size: number, space: string): Uint8Array {
  const bytes = new Uint8Array(128)
  const put = (at: number, part: Uint8Array) => bytes.set(part, at)
  put(0, word(size))
  put(8, word(0x0430_0000))
  put(12, ascii(`mntr${space}XYZ `))
  // 1 January 2025: the profile is the same whenever it is made.
  put(24, Uint8Array.of(0x07, 0xe9, 0, 1, 0, 1))
  put(36, ascii('acsp'))
  put(68, joinBytes(white.map(fixed)))
  return bytes
}

function localized(text: string): Uint8Array {
  const letters = joinBytes(Array.from(ascii(text), (letter) => Uint8Array.of(0, letter)))
  const padding = new Uint8Array((4 - (letters.length % 4)) % 4)
  const record = [word(1), word(12), ascii('enUS'), word(letters.length), word(28)]
  return joinBytes([ascii('mluc'), word(0), ...record, letters, padding])
}

function numbers(type: string, values: readonly number[]): Uint8Array {
  return joinBytes([ascii(type), word(0), ...values.map(fixed)])
}

function fixed(value: number): Uint8Array {
  return word(Math.round(value * 65_536))
}

function word(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value)
}

function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0))
}
