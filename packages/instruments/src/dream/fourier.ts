/**
 * The Fourier parameterisation. tensorflow/lucid optimises a picture's spectrum z with pixels x = F⁻¹(s z), where the
 * scale s falls with frequency like 1/f, as the spectra of photographs do (lucid, "optvis/param/spatial"). Plain
 * gradient ascent on z moves x by F⁻¹ s² F g, so the parameterisation amounts to a filter of the gradient. Here
 * s = f^−decay with f in cycles a pixel, never below one cycle over the picture's longer side.
 *
 * The gradient is mirrored into the next power of two on both axes, so that nothing wraps around, and two channels
 * share one complex transform as its real and imaginary part (the filter is real and even, so they stay apart).
 */
import { emptyPlanes, type Planes } from './planes.ts'

/** The filtered gradient. @param decay above 0; 1 is lucid's, smaller keeps more detail */
export function shapeSpectrum(gradient: Planes, decay: number): Planes {
  const { width, height, channels } = gradient
  const result = emptyPlanes(width, height, channels)
  const columns = powerOfTwo(width)
  const rows = powerOfTwo(height)
  const filter = filterOf(columns, rows, Math.max(width, height), decay)
  for (let channel = 0; channel < channels; channel += 2) {
    const pair = channel + 1 < channels
    const real = spread(gradient, channel, columns, rows)
    const imaginary = pair ? spread(gradient, channel + 1, columns, rows) : new Float32Array(columns * rows)
    transform(real, imaginary, columns, rows)
    for (let at = 0; at < real.length; at++) {
      real[at]! *= filter[at]!
      imaginary[at]! *= filter[at]!
    }
    // The inverse is the forward transform with the two parts exchanged; its 1/n does not matter to a direction.
    transform(imaginary, real, columns, rows)
    gather(real, columns, result, channel)
    if (pair) gather(imaginary, columns, result, channel + 1)
  }
  return result
}

/** A power of two with at least a quarter of the length to spare for the mirrored padding; 1 stays 1. */
function powerOfTwo(length: number): number {
  return length <= 1 ? 1 : 2 ** Math.ceil(Math.log2(length * 1.25))
}

function filterOf(columns: number, rows: number, longest: number, decay: number): Float32Array {
  const filter = new Float32Array(columns * rows)
  const least = 1 / longest
  for (let y = 0; y < rows; y++) {
    const v = Math.min(y, rows - y) / rows
    for (let x = 0; x < columns; x++) {
      const u = Math.min(x, columns - x) / columns
      filter[y * columns + x] = Math.max(Math.sqrt(u * u + v * v), least) ** (-2 * decay)
    }
  }
  return filter
}

/** Where a mirrored line of `length` is read for a position in the padding. */
function mirrored(at: number, length: number, padded: number): number {
  if (at < length) return at
  const beyond = at - length
  // The first half of the padding mirrors the end of the line, the second half its start.
  return at < (length + padded) / 2 ? Math.max(0, length - 1 - beyond) : Math.min(length - 1, padded - 1 - at)
}

function spread(from: Planes, channel: number, columns: number, rows: number): Float32Array {
  const into = new Float32Array(columns * rows)
  const plane = channel * from.width * from.height
  for (let y = 0; y < rows; y++) {
    const row = plane + mirrored(y, from.height, rows) * from.width
    for (let x = 0; x < columns; x++) into[y * columns + x] = from.data[row + mirrored(x, from.width, columns)]!
  }
  return into
}

function gather(from: Float32Array, columns: number, into: Planes, channel: number): void {
  const plane = channel * into.width * into.height
  for (let y = 0; y < into.height; y++) {
    into.data.set(from.subarray(y * columns, y * columns + into.width), plane + y * into.width)
  }
}

/** Forward transform of a complex picture, in place: rows, then columns. */
function transform(real: Float32Array, imaginary: Float32Array, columns: number, rows: number): void {
  const across = lineTransform(columns)
  for (let y = 0; y < rows; y++) {
    across(real.subarray(y * columns, (y + 1) * columns), imaginary.subarray(y * columns, (y + 1) * columns))
  }
  const down = lineTransform(rows)
  const lineReal = new Float32Array(rows)
  const lineImaginary = new Float32Array(rows)
  for (let x = 0; x < columns; x++) {
    for (let y = 0; y < rows; y++) {
      lineReal[y] = real[y * columns + x]!
      lineImaginary[y] = imaginary[y * columns + x]!
    }
    down(lineReal, lineImaginary)
    for (let y = 0; y < rows; y++) {
      real[y * columns + x] = lineReal[y]!
      imaginary[y * columns + x] = lineImaginary[y]!
    }
  }
}

/** The radix-2 transform of Cooley and Tukey (1965) for lines of one length, in place. */
function lineTransform(length: number): (real: Float32Array, imaginary: Float32Array) => void {
  const bits = Math.log2(length)
  const reversed = Uint32Array.from({ length }, (_, at) => {
    let result = 0
    for (let bit = 0; bit < bits; bit++) result |= ((at >> bit) & 1) << (bits - 1 - bit)
    return result
  })
  const cosine = Float64Array.from({ length: length / 2 }, (_, at) => Math.cos((2 * Math.PI * at) / length))
  const sine = Float64Array.from({ length: length / 2 }, (_, at) => -Math.sin((2 * Math.PI * at) / length))
  return (real, imaginary) => {
    for (let at = 0; at < length; at++) {
      const other = reversed[at]!
      if (other <= at) continue
      ;[real[at], real[other]] = [real[other]!, real[at]!]
      ;[imaginary[at], imaginary[other]] = [imaginary[other]!, imaginary[at]!]
    }
    for (let half = 1; half < length; half *= 2) {
      const stride = length / (2 * half)
      for (let start = 0; start < length; start += 2 * half) {
        for (let offset = 0; offset < half; offset++) {
          const low = start + offset
          const high = low + half
          const c = cosine[offset * stride]!
          const s = sine[offset * stride]!
          const turnedReal = real[high]! * c - imaginary[high]! * s
          const turnedImaginary = real[high]! * s + imaginary[high]! * c
          real[high] = real[low]! - turnedReal
          imaginary[high] = imaginary[low]! - turnedImaginary
          real[low]! += turnedReal
          imaginary[low]! += turnedImaginary
        }
      }
    }
  }
}
