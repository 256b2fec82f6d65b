/** The scene that is loaded, and the scratch memory behind it. */
import * as at from '../layout.ts'

/** Where the scene begins. */
export let scene: usize = 0

/** The block's values: [strip][row][8] float32, as layout.ts says. */
export let block: usize = 0
/** Bytes of a strip of the block. */
export let stripBytes: usize = 0
/** The block's values in double, for netart's arithmetic: [strip][row][8] float64. */
export let wide: usize = 0
/** Points of the block's pixels: [pixel] float64. */
export let pointsX: usize = 0
export let pointsY: usize = 0
/** Colours of the block's pixels: red (or grey), green, blue, alpha: [strip][4][8] float32, sRGB, any finite number. */
export let paint: usize = 0
/** Sums of samples, as `paint`, 32-bit fixed point. */
export let sums: usize = 0
/** The row of the picture that is being made: interleaved channels. */
export let line: usize = 0
/** Columns of the picture, with those that fill the last block up. */
export let paddedWidth: i32 = 0
/** Sines and cosines of columns: [sample][sine, cosine][column] float32. */
export let circle: usize = 0
/** Colours of a palette or gradient in OKLab: [color][4] float32. */
export let labs: usize = 0
/** Up to 1,024 colours of a gradient: [step][4] float32, sRGB. */
export let ramp: usize = 0
export const rampSteps = 1024

/** A whole number of the scene's head. */
export function word(offset: usize): i32 {
  return load<i32>(scene + offset)
}

/** A double of the scene's head. */
export function real(offset: usize): f64 {
  return load<f64>(scene + offset)
}

/** Address of layer number `index`'s record. */
export function layer(index: i32): usize {
  return scene + <usize>word(at.layers) + <usize>(index * at.layerBytes)
}

/** Address of feature number `index`'s record. */
export function feature(index: i32): usize {
  return scene + <usize>word(at.features) + <usize>(index * at.featureBytes)
}

/** Makes room for a scene of `bytes`; returns where it is to be written. */
export function makeRoom(bytes: usize): usize {
  scene = (__heap_base + 63) & ~63
  grow(scene + bytes)
  return scene
}

/** Takes the scene that was written, and lays out the scratch memory behind it. */
export function arrange(): void {
  const strips = <usize>word(at.strips)
  const pixels = strips * at.stripPixels
  const width = word(at.width)
  const netart = word(at.arithmetic) == at.arithmeticNetart
  stripBytes = <usize>word(at.rows) * at.rowBytes
  paddedWidth = ((width + <i32>pixels - 1) / <i32>pixels) * <i32>pixels
  end = scene + <usize>word(at.bytes)
  block = take(strips * stripBytes)
  wide = take(netart ? strips * stripBytes * 2 : 0)
  pointsX = take(pixels * 8)
  pointsY = take(pixels * 8)
  paint = take(strips * 4 * at.rowBytes)
  sums = take(strips * 4 * at.rowBytes)
  line = take(<usize>(width * word(at.channels)) * 4)
  circle = take(readsCircle() ? <usize>(word(at.samples) * 2 * paddedWidth) * 4 : 0)
  labs = take(<usize>word(at.colorCount) * 16)
  ramp = take(rampSteps * 16)
  grow(end)
}

/** Whether the network reads sines or cosines of columns. */
export function readsCircle(): bool {
  const count = word(at.featureCount)
  for (let index = 0; index < count; index++) {
    const kind = load<i32>(feature(index), at.featureKind)
    if (kind == at.featureSinX || kind == at.featureCosX) return true
  }
  return false
}

let end: usize = 0

/** A piece of memory behind all others. */
function take(bytes: usize): usize {
  const place = (end + 63) & ~63
  end = place + bytes
  return place
}

function grow(end: usize): void {
  const pages = <i32>((end + 0xffff) >> 16) - memory.size()
  // A refusal traps, which the host turns into a sentence.
  if (pages > 0 && memory.grow(pages) < 0) unreachable()
}
