/** The scene that is loaded, and the scratch memory behind it. */
import * as at from '../layout.ts'

/** Where the scene begins. */
export let scene: usize = 0

/** The block's values: [strip][row][8] float32, as layout.ts says. */
export let block: usize = 0
/** Bytes of a strip of the block. */
export let stripBytes: usize = 0
/** x, y and r of the block's pixels: [strip][3][8] float32. */
export let points: usize = 0
/** Colours of the block's pixels: red, green, blue, alpha, [strip][4][8] float32, sRGB. */
export let paint: usize = 0
/** Sums of samples, as `paint`, 32-bit fixed point. */
export let sums: usize = 0
/** The row of the picture that is being made: interleaved channels. */
export let line: usize = 0
/** sinX and cosX of every column, [sample][column] pairs of float32. */
export let circle: usize = 0

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

/** Makes room for a scene of `bytes`; returns where it is to be written. */
export function makeRoom(bytes: usize): usize {
  scene = (__heap_base + 63) & ~63
  grow(scene + bytes)
  return scene
}

/** Takes the scene that was written, and lays out the scratch memory behind it. */
export function arrange(): void {
  const strips = <usize>word(at.strips)
  stripBytes = <usize>word(at.rows) * at.rowBytes
  block = (scene + <usize>word(at.bytes) + 63) & ~63
  points = block + strips * stripBytes
  paint = points + strips * 3 * at.rowBytes
  sums = paint + strips * 4 * at.rowBytes
  line = sums + strips * 4 * at.rowBytes
  circle = line + ((<usize>(word(at.width) + at.stripPixels) * <usize>word(at.channels) * 4 + 63) & ~63)
  grow(circle)
}

function grow(end: usize): void {
  const pages = <i32>((end + 0xffff) >> 16) - memory.size()
  // A refusal traps, which the caller turns into a sentence.
  if (pages > 0 && memory.grow(pages) < 0) unreachable()
}
