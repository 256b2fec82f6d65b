/**
 * The exact kernel once more: slowly, one pixel at a time, in plain TypeScript, from the descriptions. The kernel must
 * agree in every bit.
 */
import type { Raster } from '@reverie/image'
import { cosineOfTurn, sineOfTurn } from '../../src/pattern/kernel/circle.ts'
import { channelsOf } from '../../src/pattern/kernel/pack.ts'
import type { DenseLayer, Feature, PatternNetwork } from '../../src/pattern/network.ts'
import type { PatternScene, Plane } from '../../src/pattern/scene.ts'
import { colorOf } from './reference-colors.ts'
import { activate, arcTangent, clamp, fromLinear, nearest, toLinear } from './reference-functions.ts'

const f = Math.fround

/** A sample: pixel `column` of row `row`, and which of its samples. */
interface Sample {
  readonly row: number
  readonly column: number
  readonly across: number
  readonly down: number
}

/** The picture of a scene in float32 arithmetic. */
export function referenceRaster(scene: PatternScene, depth: Raster['depth']): Raster {
  const { width, height } = scene
  const channels = channelsOf(scene)
  const length = width * height * channels
  const data =
    depth === 8 ? new Uint8Array(length) : depth === 16 ? new Uint16Array(length) : new Float32Array(length)
  const scale = depth === 8 ? 255 : 65_535
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const [red, green, blue, alpha] = referencePixel(scene, row, column)
      const values = channels < 3 ? [red, alpha] : [red, green, blue, alpha]
      for (let channel = 0; channel < channels; channel++) {
        const value = clamp(values[channel]!)
        data[(row * width + column) * channels + channel] = depth === 'float' ? value : nearest(value * scale)
      }
    }
  }
  return { width, height, channels, depth, data }
}

function referencePixel(scene: PatternScene, row: number, column: number): [number, number, number, number] {
  const { samples } = scene.plane
  const colors = samplesOf(samples).map((sample) =>
    colorOf(referenceOutputs(scene, { row, column, ...sample }), scene.coloring),
  )
  if (samples === 1) return colors[0]!
  const parts = (value: number): number => nearest(f(value * 2 ** 24))
  const sums = [0, 1, 2, 3].map((channel) =>
    colors.reduce((sum, color) => {
      const alpha = clamp(color[3])
      return sum + parts(channel === 3 ? alpha : f(toLinear(clamp(color[channel]!)) * alpha))
    }, 0),
  )
  const all = colors.length * 2 ** 24
  const weight = scene.coloring.alpha === 'off' ? all : f(sums[3]!)
  const mean = (channel: number): number => fromLinear(clamp(f(f(sums[channel]!) / weight)))
  return [mean(0), mean(1), mean(2), f(weight / all)]
}

const samplesOf = (samples: number): { across: number; down: number }[] =>
  Array.from({ length: samples * samples }, (_, index) => ({
    across: index % samples,
    down: Math.floor(index / samples),
  }))

/** The network's outputs at a sample, float32. */
export function referenceOutputs(scene: PatternScene, sample: Sample): number[] {
  const { network, latents } = scene
  const [x, y] = referencePoint(scene, sample)
  const features = network.features.map((feature) => featureOf(feature, scene, sample, x, y))
  return forward(network, features, latents)
}

/** The point of the plane that a sample stands for, in double. */
function referencePoint(scene: PatternScene, sample: Sample): [number, number] {
  const { width, height, plane } = scene
  const { samples: n } = plane
  const row = sample.row * n + sample.down
  const column = sample.column * n + sample.across
  if (plane.coordinates === 'netart') return folded(plane, row / (height * n) - 0.5, column / (width * n) - 0.5)
  const short = Math.min(width, height) * n
  const p = (2 * column + 1 - width * n) / short
  const q = (2 * row + 1 - height * n) / short
  const scale = plane.range / plane.zoom
  const cosine = cosineOfTurn(plane.rotate, 360) * scale
  const sine = sineOfTurn(plane.rotate, 360) * scale
  return folded(
    plane,
    cosine * p + -sine * q + plane.panX * plane.range,
    sine * p + cosine * q + plane.panY * plane.range,
  )
}

function folded({ symmetry, order }: Plane, x: number, y: number): [number, number] {
  const folds: Record<Plane['symmetry'], () => [number, number]> = {
    none: () => [x, y],
    'mirror-x': () => [Math.abs(x), y],
    'mirror-y': () => [x, Math.abs(y)],
    mirror: () => [Math.abs(x), Math.abs(y)],
    rotation: () => turned(order, x, y),
    kaleidoscope: () => mirrored(order, x, Math.abs(y)),
  }
  return folds[symmetry]()
}

/** (x + iy)ⁿ / rⁿ⁻¹, by squaring. */
function turned(order: number, x: number, y: number): [number, number] {
  const r = Math.sqrt(x * x + y * y)
  const unit: [number, number] = r === 0 ? [0, 0] : [x / r, y / r]
  let power = unit
  for (const bit of order.toString(2).slice(1)) {
    const [a, b] = power
    power = [a * a - b * b, a * b + a * b]
    if (bit === '1') {
      const [c, d] = power
      power = [c * unit[0] - d * unit[1], c * unit[1] + d * unit[0]]
    }
  }
  return [r * power[0], r * power[1]]
}

/** Into the wedge from 0 to 180° / order. */
function mirrored(order: number, x: number, y: number): [number, number] {
  let [a, b] = [x, y]
  for (let j = Math.ceil(Math.log2(order)) - 1; j >= 0; j--) {
    const [sine, cosine] = [sineOfTurn(2 ** j, 2 * order), cosineOfTurn(2 ** j, 2 * order)]
    const s = a * sine - b * cosine
    if (s < 0) [a, b] = [a - 2 * s * sine, b + 2 * s * cosine]
  }
  return [a, b]
}

/** A feature, or undefined where it is the same for all pixels. */
function featureOf(
  feature: Feature,
  scene: PatternScene,
  sample: Sample,
  x: number,
  y: number,
): number | undefined {
  const { samples: n, symmetry } = scene.plane
  const column = 2 * (sample.column * n + sample.across) + 1
  const row = 2 * (sample.row * n + sample.down) + 1
  const columns = 2 * scene.width * n
  const rows = 2 * scene.height * n
  const mirroredIn = (axis: 'mirror-x' | 'mirror-y', value: number): number =>
    symmetry === axis || symmetry === 'mirror' ? Math.abs(value) : value
  switch (feature) {
    case 'x':
      return f(x)
    case 'y':
      return f(y)
    case 'r':
      return f(Math.sqrt(y * y + x * x))
    case 'sinX':
      return f(mirroredIn('mirror-x', sineOfTurn(column, columns)))
    case 'cosX':
      return f(cosineOfTurn(column, columns))
    case 'sinY':
      return f(mirroredIn('mirror-y', sineOfTurn(row, rows)))
    case 'cosY':
      return f(cosineOfTurn(row, rows))
    case 'red':
    case 'green':
    case 'blue':
      return pictureAt(scene.picture!, ['red', 'green', 'blue'].indexOf(feature), (size) => [
        (column * size.width) / columns,
        (row * size.height) / rows,
      ])
    case 'one':
    default:
      return undefined
  }
}

/** @param placeIn where to read, in pixels of the picture */
function pictureAt(
  picture: Raster,
  channel: number,
  placeIn: (size: { width: number; height: number }) => readonly [number, number],
): number {
  const { width, height, data } = picture
  const [across, down] = placeIn(picture)
  const x = Math.min(Math.max(across - 0.5, 0), width - 1)
  const y = Math.min(Math.max(down - 0.5, 0), height - 1)
  const [left, top] = [Math.floor(x), Math.floor(y)]
  const value = (column: number, row: number): number =>
    data[(Math.min(row, height - 1) * width + Math.min(column, width - 1)) * 3 + channel]!
  const between = (near: number, far: number, part: number): number => f(near + f(f(far - near) * part))
  const along = (row: number): number => between(value(left, row), value(left + 1, row), f(x - left))
  return f(between(along(top), along(top + 1), f(y - top)) / 255)
}

/** @param features undefined for those that are the same everywhere, which count into the sums' start */
function forward(
  network: PatternNetwork,
  features: readonly (number | undefined)[],
  latents: readonly number[],
): number[] {
  const constants = network.features.map((feature) =>
    feature === 'one' ? 1 : f(latents[Number(feature.slice(1))] ?? 0),
  )
  const netart = network.arithmetic === 'netart'
  const sums = netart ? netartSums : sumsOf
  let read = netart ? features.map((value, index) => value ?? constants[index]) : features
  const made = [...read]
  for (const [index, layer] of network.layers.entries()) {
    const last = index === network.layers.length - 1
    const given = activated(layer, sums(layer, read, constants), netart)
    const adds = network.skips === 'residual' && index > 0 && !last && read.length === given.length
    const values = adds ? given.map((value, unit) => f(read[unit]! + value)) : given
    if (last) return values
    made.push(...values)
    read = network.skips === 'dense' ? made : values
  }
  return []
}

function sumsOf(layer: DenseLayer, read: readonly (number | undefined)[], constants: readonly number[]): number[] {
  return Array.from({ length: layer.units }, (_, unit) => {
    const weights = layer.weights.subarray(unit * layer.inputs, (unit + 1) * layer.inputs)
    let start = layer.bias?.[unit] ?? 0
    for (const [column, value] of read.entries())
      if (value === undefined) start += weights[column]! * constants[column]!
    let sum = f(start)
    for (const [column, value] of read.entries())
      if (value !== undefined) sum = f(sum + f(weights[column]! * value))
    return sum
  })
}

/** As recurrent.js: products summed in double, rounded, and the bias added. */
function netartSums(layer: DenseLayer, read: readonly (number | undefined)[]): number[] {
  return Array.from({ length: layer.units }, (_, unit) => {
    const weights = layer.weights.subarray(unit * layer.inputs, (unit + 1) * layer.inputs)
    const sum = read.reduce<number>((sum, value, column) => sum + weights[column]! * value!, 0)
    return f(f(sum) + (layer.bias?.[unit] ?? 0))
  })
}

const netartActivations: Readonly<Record<string, (x: number) => number>> = {
  tanh: (x) => f(Math.tanh(x)),
  sigmoid: (x) => f(1 / (1 + Math.exp(-x))),
}

function activated({ activations }: DenseLayer, sums: readonly number[], netart: boolean): number[] {
  if (activations[0] === 'composite') {
    const angles = sums.map(arcTangent)
    return [...angles.map((angle) => f(angle / f(0.67))), ...angles.map((angle) => f(f(angle * angle) / f(0.6)))]
  }
  return sums.map((sum, unit) => {
    const activation = activations[activations.length === 1 ? 0 : unit]!
    if (activation === 'composite') return sum
    const calculate = (netart ? netartActivations[activation] : undefined) ?? activate[activation]
    return calculate(sum)
  })
}
