/**
 * netart-js's colours and opacity: in double from the float32 outputs to the rounded value, in the order of operations that
 * its formulas have (TinyColor's for hsv and hsl), for every rounding on the way may decide a byte.
 */
import * as at from '../layout.ts'
import { block, line, stripBytes, word } from './scene.ts'

let red: f64 = 0
let green: f64 = 0
let blue: f64 = 0

/** Whether a scene's colours are netart's: one of its modes, and no samples to be averaged. */
export function coloredAsNetart(): bool {
  return word(at.arithmetic) == 1 && word(at.mode) <= at.colorHsl && word(at.samples) == 1
}

/** Writes pixels `column` … `column + pixels − 1` of the line, from the rows of outputs. */
export function writeNetart(column: i32, pixels: i32): void {
  const mode = word(at.mode)
  const alpha = word(at.alpha)
  const channels = word(at.channels)
  const written = word(at.written)
  const size: usize = written == at.written8 ? 1 : written == at.written16 ? 2 : 4
  const outputs = block + <usize>word(at.outputRow) * at.rowBytes
  const opacity = <usize>word(at.alphaOutput) * at.rowBytes
  let to = line + <usize>(column * channels) * size
  for (let pixel = 0; pixel < pixels; pixel++) {
    const from = outputs + <usize>(pixel >> 3) * stripBytes + <usize>((pixel & 7) << 2)
    colorOf(mode, from)
    put(to, written, red)
    to += size
    if (mode != at.colorBw) {
      put(to, written, green)
      put(to + size, written, blue)
      to += 2 * size
    }
    if (alpha != 0) {
      const o = <f64>load<f32>(from + opacity)
      put(to, written, alpha == 1 ? 0.25 + 0.75 * (1 - abs(2 * o - 1)) : o)
      to += size
    }
  }
}

function put(to: usize, written: i32, value: f64): void {
  const inside = value > 0 ? (value < 1 ? value : 1) : 0
  if (written == at.written8) store<u8>(to, <u8>nearest(inside * 255))
  else if (written == at.written16) store<u16>(to, <u16>nearest(inside * 65535))
  else store<f32>(to, <f32>inside)
}

function colorOf(mode: i32, from: usize): void {
  const o0 = <f64>load<f32>(from)
  red = o0
  if (mode == at.colorBw) return
  const o1 = <f64>load<f32>(from, at.rowBytes)
  const o2 = <f64>load<f32>(from, 2 * at.rowBytes)
  green = o1
  blue = o2
  if (mode == at.colorRgb) return
  if (mode == at.colorHsv) fromHsv(o0, o1, o2)
  else if (mode == at.colorHsl) fromHsl(o0, o1, o2)
  else {
    const k = abs(2 * <f64>load<f32>(from, 3 * at.rowBytes) - 1)
    red = (1 - o0) * k
    green = (1 - o1) * k
    blue = (1 - o2) * k
  }
}

/** Hue, saturation and value: six sectors of hue. */
function fromHsv(hue: f64, s: f64, v: f64): void {
  const sector = floor(hue * 6)
  const f = hue * 6 - sector
  const p = v * (1 - s)
  const q = v * (1 - f * s)
  const t = v * (1 - (1 - f) * s)
  const index = <i32>sector
  if (index == 1) setColor(q, v, p)
  else if (index == 2) setColor(p, v, t)
  else if (index == 3) setColor(p, q, v)
  else if (index == 4) setColor(t, p, v)
  else if (index == 5) setColor(v, p, q)
  // Hue 1 is hue 0.
  else setColor(v, t, p)
}

/** Hue, saturation and lightness. */
function fromHsl(hue: f64, s: f64, l: f64): void {
  if (s == 0) {
    setColor(l, l, l)
    return
  }
  const q = l < 0.5 ? l * (1 + s) : l + s - l * s
  const p = 2 * l - q
  setColor(hslChannel(p, q, hue + 1.0 / 3), hslChannel(p, q, hue), hslChannel(p, q, hue - 1.0 / 3))
}

function hslChannel(p: f64, q: f64, turned: f64): f64 {
  const t = turned < 0 ? turned + 1 : turned > 1 ? turned - 1 : turned
  if (t < 1.0 / 6) return p + (q - p) * 6 * t
  if (t < 0.5) return q
  if (t < 2.0 / 3) return p + (q - p) * (2.0 / 3 - t) * 6
  return p
}

function setColor(r: f64, g: f64, b: f64): void {
  red = r
  green = g
  blue = b
}
