/**
 * A scene as the kernel reads it: checked, and laid out in one piece of memory as `layout.ts` says.
 * Deterministic: the same scene gives the same bytes in every engine.
 */
import { InstrumentError } from '../../instrument.ts'
import { outputsOf, type ColorMode, type PatternScene, type Plane, type Symmetry } from '../scene.ts'
import { cosineOfTurn, sineOfTurn } from './circle.ts'
import * as at from './layout.ts'
import { planNetwork, type NetworkPlan } from './plan.ts'

/** A scene that any kernel can load; plain data that can be sent to a worker. */
export interface PackedScene {
  readonly buffer: ArrayBuffer
  readonly width: number
  readonly height: number
  /** Values a pixel: of the picture, or the network's outputs. */
  readonly channels: number
  readonly depth: 8 | 16 | 'float'
}

/** What rows are made of. */
export interface PackOptions {
  readonly depth: 8 | 16 | 'float'
  /** Gives the network's outputs as floats, one sample a pixel, without colour. */
  readonly outputs?: true
}

const modeCodes = {
  bw: at.colorBw,
  rgb: at.colorRgb,
  cmyk: at.colorCmyk,
  hsv: at.colorHsv,
  hsl: at.colorHsl,
  oklch: at.colorOklch,
  gradient: at.colorGradient,
  palette: at.colorPalette,
} satisfies Record<ColorMode, number>

const foldCodes = {
  none: at.foldNone,
  'mirror-x': at.foldMirrorX,
  'mirror-y': at.foldMirrorY,
  mirror: at.foldMirror,
  rotation: at.foldRotation,
  kaleidoscope: at.foldKaleidoscope,
} satisfies Record<Symmetry, number>

const writtenCodes = { 8: at.written8, 16: at.written16, float: at.writtenFloat } as const
const alphaCodes = { off: at.alphaOff, netart: at.alphaNetart, full: at.alphaFull } as const

/** Largest side of a picture. */
const mostPixels = 1_000_000
/** Most samples a side: their sum is kept in 32 bits. */
const mostSamples = 8
/** Most colours of a gradient or palette. */
const mostColors = 256
/** Bytes that a block's values should take, so that they stay near the processor; and the most strips, which are 256 pixels. */
const blockBytes = 262_144
const mostStrips = 32

/** Channels of a scene's picture: grey for `bw`, else red, green and blue; and alpha where there is one. */
export function channelsOf(scene: Pick<PatternScene, 'coloring'>): 1 | 2 | 3 | 4 {
  const { mode, alpha } = scene.coloring
  if (mode === 'bw') return alpha === 'off' ? 1 : 2
  return alpha === 'off' ? 3 : 4
}

/**
 * Packs a scene.
 * @throws InstrumentError when the scene contradicts itself or a number is out of range, in a sentence
 */
export function packScene(scene: PatternScene, options: PackOptions): PackedScene {
  const plan = planNetwork(scene.network, scene.latents)
  checkScene(scene, plan, options.outputs === true)
  const { width, height, plane, coloring, picture } = scene
  const { alpha, mode } = coloring
  const depth = options.outputs ? 'float' : options.depth
  const channels = options.outputs ? plan.outputs : channelsOf(scene)
  const netart = scene.network.arithmetic === 'netart'
  const area = new Area()
  const features = area.take(plan.features.length * at.featureBytes)
  const layers = area.take(plan.layers.length * at.layerBytes)
  for (const [index, { kind, value }] of plan.features.entries()) {
    const place = features + index * at.featureBytes
    area.whole(place + at.featureKind, kind)
    area.single(place + at.featureValue, value)
  }
  for (const [index, layer] of plan.layers.entries()) {
    const place = layers + index * at.layerBytes
    const single = layer.activations.length === 1
    area.whole(place + at.layerInputs, layer.inputs)
    area.whole(place + at.layerUnits, layer.units)
    area.whole(place + at.layerValues, layer.values)
    area.whole(place + at.layerActivation, single ? layer.activations[0]! : -1)
    area.whole(place + at.layerWeights, area.put(netart ? Float64Array.from(layer.weights) : layer.weights))
    area.whole(place + at.layerBias, area.put(layer.bias))
    area.whole(place + at.layerActivations, single ? 0 : area.put(layer.activations))
    area.whole(place + at.layerSource, layer.source)
    area.whole(place + at.layerTarget, layer.target)
    area.whole(place + at.layerResidual, layer.residual ? 1 : 0)
  }
  const fit = Math.floor(blockBytes / (plan.rows * at.rowBytes))
  const strips = Math.min(Math.max(fit, 1), mostStrips, Math.ceil(width / at.stripPixels))
  const colors = coloring.colors ?? new Float32Array(0)
  const head: readonly (readonly [offset: number, value: number])[] = [
    [at.width, width],
    [at.height, height],
    [at.written, options.outputs ? at.writtenOutputs : writtenCodes[options.depth]],
    [at.channels, channels],
    [at.arithmetic, netart ? at.arithmeticNetart : at.arithmeticFloat32],
    [at.coordinates, plane.coordinates === 'netart' ? at.coordinatesNetart : at.coordinatesCentred],
    [at.symmetry, foldCodes[plane.symmetry]],
    [at.order, plane.order],
    [at.samples, options.outputs ? 1 : plane.samples],
    [at.mode, modeCodes[mode]],
    [at.alpha, alphaCodes[alpha]],
    [at.alphaOutput, outputsOf[mode].alpha],
    [at.featureCount, plan.features.length],
    [at.features, features],
    [at.layerCount, plan.layers.length],
    [at.layers, layers],
    [at.outputRow, plan.outputRow],
    [at.outputCount, plan.outputs],
    [at.rows, plan.rows],
    [at.strips, strips],
    [at.colors, area.put(inFours(colors))],
    [at.colorCount, colors.length / 3],
    [at.picture, picture === undefined ? 0 : area.put(picture.data)],
    [at.pictureWidth, picture?.width ?? 0],
    [at.pictureHeight, picture?.height ?? 0],
    [at.bytes, area.size],
  ]
  for (const [offset, value] of head) area.whole(offset, value)
  for (const [offset, value] of planeNumbers(plane)) area.double(offset, value)
  return { buffer: area.buffer(), width, height, channels, depth }
}

/** The affine map of the plane: turned, enlarged, moved. */
function planeNumbers({ range, zoom, panX, panY, rotate }: Plane): (readonly [number, number])[] {
  const scale = range / zoom
  const cosine = cosineOfTurn(rotate, 360) * scale
  const sine = sineOfTurn(rotate, 360) * scale
  return [
    [at.xx, cosine],
    [at.xy, -sine],
    [at.yx, sine],
    [at.yy, cosine],
    [at.moveX, panX * range],
    [at.moveY, panY * range],
  ]
}

/** Colours of three numbers as colours of four, the last 0. */
function inFours(colors: Float32Array): Float32Array {
  const fours = new Float32Array((colors.length / 3) * 4)
  for (let index = 0; index < colors.length; index++)
    fours[Math.floor(index / 3) * 4 + (index % 3)] = colors[index]!
  return fours
}

/** Memory that grows as it is written, little-endian. */
class Area {
  #bytes = new Uint8Array(65_536)
  #view = new DataView(this.#bytes.buffer)
  #size = at.headBytes

  get size(): number {
    return this.#size
  }

  /** Takes `bytes`; returns where they are. */
  take(bytes: number): number {
    const place = this.#size
    this.#size = Math.ceil((place + bytes) / 16) * 16
    if (this.#size > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(this.#size, this.#bytes.length * 2))
      grown.set(this.#bytes)
      this.#bytes = grown
      this.#view = new DataView(grown.buffer)
    }
    return place
  }

  /** Copies numbers; returns where they are. */
  put(numbers: ArrayBufferView): number {
    const place = this.take(numbers.byteLength)
    this.#bytes.set(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength), place)
    return place
  }

  whole(place: number, value: number): void {
    this.#view.setInt32(place, value, true)
  }

  single(place: number, value: number): void {
    this.#view.setFloat32(place, value, true)
  }

  double(place: number, value: number): void {
    this.#view.setFloat64(place, value, true)
  }

  buffer(): ArrayBuffer {
    return this.#bytes.buffer.slice(0, this.#size)
  }
}

function checkScene(scene: PatternScene, plan: NetworkPlan, outputsOnly: boolean): void {
  const { width, height, plane, coloring, picture, network } = scene
  const check = (kept: boolean, sentence: () => string): void => {
    if (!kept) throw new InstrumentError(sentence())
  }
  const whole = (value: number, from: number, to: number): boolean =>
    Number.isInteger(value) && value >= from && value <= to
  check(
    whole(width, 1, mostPixels) && whole(height, 1, mostPixels),
    () => `A pattern of ${width} × ${height} pixels: both must be whole numbers from 1 to ${mostPixels}.`,
  )
  for (const name of ['range', 'zoom', 'panX', 'panY', 'rotate'] as const)
    check(Number.isFinite(plane[name]), () => `The plane's ${name} is ${plane[name]}; it must be a finite number.`)
  check(plane.zoom > 0, () => `The plane's zoom is ${plane.zoom}; it must be above 0.`)
  check(
    whole(plane.samples, 1, mostSamples),
    () => `The plane has ${plane.samples} samples a side; it must be a whole number from 1 to ${mostSamples}.`,
  )
  check(
    (plane.symmetry !== 'rotation' && plane.symmetry !== 'kaleidoscope') || whole(plane.order, 2, 1000),
    () => `The symmetry's order is ${plane.order}; it must be a whole number from 2 to 1000.`,
  )
  const reads = network.features.some((feature) => feature === 'red' || feature === 'green' || feature === 'blue')
  check(!reads || picture !== undefined, () => 'The network reads a picture, and there is none: add one.')
  check(
    picture === undefined || (picture.depth === 8 && picture.channels === 3),
    () =>
      `The extra picture has ${picture?.channels} channels of depth ${picture?.depth}; it must be RGB of 8 bits.`,
  )
  if (outputsOnly) return
  const needed = coloring.alpha === 'off' ? outputsOf[coloring.mode].colors : outputsOf[coloring.mode].alpha + 1
  check(
    plan.outputs >= needed,
    () =>
      `The network has ${plan.outputs} outputs; ${coloring.mode}${coloring.alpha === 'off' ? '' : ' with alpha'} needs ${needed}.`,
  )
  const colored = coloring.mode === 'gradient' || coloring.mode === 'palette'
  const colors = coloring.colors ?? new Float32Array(0)
  check(
    !colored || colors.length <= 3 * mostColors,
    () => `A ${coloring.mode} of ${colors.length / 3} colours: at most ${mostColors} are possible.`,
  )
  check(
    !colored || (colors.length > 0 && colors.length % 3 === 0 && colors.every((value) => value >= 0 && value <= 1)),
    () => `A ${coloring.mode} needs colours of three numbers from 0 to 1 each, found ${colors.length} numbers.`,
  )
}
