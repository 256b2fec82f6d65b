/**
 * A sound becomes a pattern in motion: `media: <uid>.wav`. Eight bands of its spectrum, from low to high, are the latents, and the
 * film follows them from the beginning of the sound to its end and back to the beginning. Name this file in gallery.yaml:
 * `plugins: [plugins/sound.mjs]`.
 */
import { createHash } from 'node:crypto'

const bands = 8
const lowest = 50
const windowLength = 2048
const fps = 12
const [fewestFrames, mostFrames] = [12, 72]
const longest = 600
const shortest = 0.1
/** What is this much below full scale counts as silence, decibels. */
const silence = -80

export const media = {
  endings: ['wav'],

  judge(bytes) {
    try {
      readWave(bytes)
      return []
    } catch (error) {
      return [{ message: error.message, fix: 'Submit an uncompressed WAV file (PCM) of up to ten minutes.' }]
    }
  },

  async render(bytes, { maxSide, tools }) {
    const { samples, rate } = readWave(bytes)
    const side = Math.min(320, maxSide)
    const frames = Math.max(fewestFrames, Math.min(mostFrames, Math.round((fps * samples.length) / rate)))
    const places = listen(samples, rate, frames)
    const brightness = brightnessOf(places)
    return tools.make('pattern', {
      format: 'webp',
      quality: 80,
      seed: createHash('sha256').update(bytes).digest().readUInt32BE(0),
      parameters: {
        width: side,
        height: side,
        latents: bands,
        path: places.map((levels) => levels.map((level) => (2 * level - 1).toFixed(3)).join(',')).join(';'),
        gain: 0.8 + 0.5 * brightness,
        frames,
        fps,
      },
    })
  },
}

/**
 * The samples of a WAV file, its channels mixed, −1 to 1; and how many there are a second. Resource Interchange File Format:
 * chunks of a name of four letters, a length and so many bytes, padded to even lengths.
 */
function readWave(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const name = (at) => String.fromCharCode(...bytes.subarray(at, at + 4))
  if (bytes.length < 12 || name(0) !== 'RIFF' || name(8) !== 'WAVE') throw new Error('The file is no WAV file.')
  const stated = view.getUint32(4, true) + 8
  if (stated > bytes.length)
    throw new Error(`The file says that it has ${stated} bytes, and has ${bytes.length}: it is cut off.`)
  if (stated + 1 < bytes.length)
    throw new Error(`${bytes.length - stated} bytes follow after the end of the sound.`)
  let form
  for (let at = 12; at + 8 <= stated;) {
    const [kind, length, start] = [name(at), view.getUint32(at + 4, true), at + 8]
    if (start + length > stated)
      throw new Error(
        `Its chunk "${printable(kind)}" says that it has ${length} bytes, and ${stated - start} follow.`,
      )
    if (kind === 'fmt ') form = readForm(view, start, length)
    if (kind === 'data') {
      if (form === undefined) throw new Error('The sound comes before what says how it is coded.')
      return { samples: mix(view, start, length, form), rate: form.rate }
    }
    at = start + length + (length % 2)
  }
  throw new Error('The file holds no sound.')
}

const printable = (text) => text.replaceAll(/[^ -~]/g, '?')

function readForm(view, start, length) {
  if (length < 16) throw new Error('What says how it is coded is too short.')
  const [tag, channels, rate] = [
    view.getUint16(start, true),
    view.getUint16(start + 2, true),
    view.getUint32(start + 4, true),
  ]
  const [align, bits] = [view.getUint16(start + 12, true), view.getUint16(start + 14, true)]
  // 0xfffe has the code behind.
  const code = tag === 0xfffe && length >= 26 ? view.getUint16(start + 24, true) : tag
  const known = code === 1 ? [8, 16, 24, 32] : code === 3 ? [32, 64] : []
  if (!known.includes(bits))
    throw new Error(`It is coded as number ${code} with ${bits} bits, and PCM of 8 to 32 bits is read.`)
  if (rate < 1000 || rate > 400_000)
    throw new Error(`It says that it has ${rate} samples a second, and 1,000 to 400,000 are read.`)
  if (channels < 1 || channels > 16)
    throw new Error(`It says that it has ${channels} channels, and 1 to 16 are read.`)
  if (align !== (channels * bits) / 8)
    throw new Error(`Its samples have ${align} bytes by one number and ${(channels * bits) / 8} by others.`)
  return { code, channels, rate, bits, align }
}

function mix(view, start, length, { code, channels, rate, bits, align }) {
  const count = Math.floor(length / align)
  const seconds = count / rate
  if (seconds < shortest || seconds > longest)
    throw new Error(`The sound lasts ${seconds.toFixed(2)} seconds, and ${shortest} to ${longest} are taken.`)
  const read = reader(view, code, bits)
  const samples = new Float32Array(count)
  for (let index = 0; index < count; index++) {
    let sum = 0
    for (let channel = 0; channel < channels; channel++) sum += read(start + index * align + (channel * bits) / 8)
    if (!Number.isFinite(sum)) throw new Error(`Sample ${index + 1} is no number.`)
    samples[index] = Math.max(-1, Math.min(1, sum / channels))
  }
  return samples
}

function reader(view, code, bits) {
  if (code === 3) return bits === 32 ? (at) => view.getFloat32(at, true) : (at) => view.getFloat64(at, true)
  if (bits === 8) return (at) => (view.getUint8(at) - 128) / 128
  if (bits === 16) return (at) => view.getInt16(at, true) / 2 ** 15
  if (bits === 24) return (at) => ((view.getInt8(at + 2) << 16) | view.getUint16(at, true)) / 2 ** 23
  return (at) => view.getInt32(at, true) / 2 ** 31
}

/** How loud each band is, 0 to 1, at each of so many moments. */
function listen(samples, rate, moments) {
  const highest = Math.min(16_000, rate / 2)
  const bandOf = (bin) =>
    Math.floor((bands * Math.log((bin * rate) / windowLength / lowest)) / Math.log(highest / lowest))
  return Array.from({ length: moments }, (_, moment) => {
    const from = Math.max(0, Math.floor((moment * (samples.length - windowLength)) / (moments - 1)))
    const sums = Array.from({ length: bands }, () => 0)
    for (const [bin, power] of spectrum(samples.subarray(from, from + windowLength)).entries()) {
      const band = bandOf(bin)
      if (band >= 0 && band < bands) sums[band] += power
    }
    return sums.map(level)
  })
}

/** How high the sound is on the whole, 0 to 1. */
function brightnessOf(places) {
  const all = places.flatMap((levels) => levels.map((each, band) => [each, (each * band) / (bands - 1)]))
  const [total, high] = all.reduce(([one, other], [each, weighted]) => [one + each, other + weighted], [0, 0])
  return total === 0 ? 0 : high / total
}

/** A power on a scale of decibels: silence is 0, a full sine 1. */
const level = (power) => Math.max(0, Math.min(1, 1 - (10 * Math.log10(power + 1e-12)) / silence))

/**
 * The powers of a window's frequencies, those of a full sine being 1 together: Cooley and Tukey's transform of radix 2 over the
 * samples under a Hann window. What is shorter than a window is followed by silence.
 */
function spectrum(part) {
  const [real, imaginary] = [new Float64Array(windowLength), new Float64Array(windowLength)]
  const bits = Math.log2(windowLength)
  for (let index = 0; index < windowLength; index++) {
    let target = 0
    for (let bit = 0; bit < bits; bit++) target |= ((index >> bit) & 1) << (bits - 1 - bit)
    real[target] = (part[index] ?? 0) * (1 - Math.cos((2 * Math.PI * (index + 0.5)) / windowLength))
  }
  for (let half = 1; half < windowLength; half *= 2) {
    for (let offset = 0; offset < half; offset++) {
      const [cos, sin] = [Math.cos((Math.PI * offset) / half), -Math.sin((Math.PI * offset) / half)]
      for (let one = offset; one < windowLength; one += 2 * half) {
        const other = one + half
        const [re, im] = [real[other] * cos - imaginary[other] * sin, real[other] * sin + imaginary[other] * cos]
        real[other] = real[one] - re
        imaginary[other] = imaginary[one] - im
        real[one] += re
        imaginary[one] += im
      }
    }
  }
  const full = 1.5 * (windowLength / 2) ** 2
  return Float64Array.from({ length: windowLength / 2 }, (_, bin) => (real[bin] ** 2 + imaginary[bin] ** 2) / full)
}
