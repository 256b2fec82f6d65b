/** What the network reads: rows of features of the block's pixels, which are the first rows of every strip. */
import { cosineOfTurn, sineOfTurn } from '../circle.ts'
import * as at from '../layout.ts'
import { pair } from './elementary.ts'
import {
  block,
  circle,
  feature,
  paddedWidth,
  pointsX,
  pointsY,
  readsCircle,
  scene,
  stripBytes,
  word,
} from './scene.ts'

/** Fills all feature rows of `strips` strips from `column` on in row `row`, for the sample (across, down) of each pixel. */
export function fillFeatures(row: i32, column: i32, strips: i32, across: i32, down: i32): void {
  const count = word(at.featureCount)
  let target = block
  for (let index = 0; index < count; index++) {
    const record = feature(index)
    const kind = load<i32>(record, at.featureKind)
    if (kind == at.featureX) fromDoubles(pointsX, target, strips)
    else if (kind == at.featureY) fromDoubles(pointsY, target, strips)
    else if (kind == at.featureR) radius(target, strips)
    else if (kind == at.featureConstant) fill(load<f32>(record, at.featureValue), target, strips)
    else if (kind == at.featureSinX) copy(columnsOf(0, across, column), target, strips)
    else if (kind == at.featureCosX) copy(columnsOf(1, across, column), target, strips)
    else if (kind == at.featureSinY) fill(sineOfRow(row, down), target, strips)
    else if (kind == at.featureCosY) fill(cosineOfRow(row, down), target, strips)
    else sampled(kind - at.featureRed, row, column, across, down, target, strips)
    target += at.rowBytes
  }
}

function fromDoubles(points: usize, target: usize, strips: i32): void {
  for (let strip = 0; strip < strips; strip++) {
    v128.store(target, pair(v128.load(points), v128.load(points, 16)))
    v128.store(target, pair(v128.load(points, 32), v128.load(points, 48)), 16)
    points += 64
    target += stripBytes
  }
}

/** r = √(y² + x²), in double, rounded once. */
function radius(target: usize, strips: i32): void {
  for (let strip = 0; strip < strips; strip++) {
    const offset = <usize>strip * 64
    v128.store(target, pair(radii(offset), radii(offset + 16)))
    v128.store(target, pair(radii(offset + 32), radii(offset + 48)), 16)
    target += stripBytes
  }
}

function radii(offset: usize): v128 {
  const x = v128.load(pointsX + offset)
  const y = v128.load(pointsY + offset)
  return f64x2.sqrt(f64x2.add(f64x2.mul(y, y), f64x2.mul(x, x)))
}

function fill(value: f32, target: usize, strips: i32): void {
  const values = f32x4.splat(value)
  for (let strip = 0; strip < strips; strip++) {
    v128.store(target, values)
    v128.store(target, values, 16)
    target += stripBytes
  }
}

function copy(source: usize, target: usize, strips: i32): void {
  for (let strip = 0; strip < strips; strip++) {
    v128.store(target, v128.load(source))
    v128.store(target, v128.load(source, 16), 16)
    source += at.rowBytes
    target += stripBytes
  }
}

/**
 * Sines and cosines of all columns, of a tile: at the middle of a pixel or sample, u = (2(n · column + across) + 1) / (2 · n
 * · width) of a turn. Reduced in whole numbers, so that column `width` would be column 0 exactly. Where the tile is
 * mirrored, |sin|.
 */
export function prepareCircle(): void {
  if (!readsCircle()) return
  const samples = word(at.samples)
  const whole = 2 * word(at.width) * samples
  const symmetry = word(at.symmetry)
  const mirrored = symmetry == at.foldMirrorX || symmetry == at.foldMirror
  for (let across = 0; across < samples; across++) {
    const sines = columnsOf(0, across, 0)
    const cosines = columnsOf(1, across, 0)
    for (let column = 0; column < paddedWidth; column++) {
      const part = <f64>(2 * (column * samples + across) + 1)
      const sine = <f32>sineOfTurn(part, whole)
      store<f32>(sines + <usize>column * 4, mirrored ? abs(sine) : sine)
      store<f32>(cosines + <usize>column * 4, <f32>cosineOfTurn(part, whole))
    }
  }
}

/** Where the sines (0) or cosines (1) of a sample's columns are. */
function columnsOf(which: i32, across: i32, column: i32): usize {
  return circle + <usize>((across * 2 + which) * paddedWidth + column) * 4
}

function sineOfRow(row: i32, down: i32): f32 {
  const samples = word(at.samples)
  const symmetry = word(at.symmetry)
  const sine = <f32>sineOfTurn(<f64>(2 * (row * samples + down) + 1), <f64>(2 * word(at.height) * samples))
  return symmetry == at.foldMirrorY || symmetry == at.foldMirror ? abs(sine) : sine
}

function cosineOfRow(row: i32, down: i32): f32 {
  const samples = word(at.samples)
  return <f32>cosineOfTurn(<f64>(2 * (row * samples + down) + 1), <f64>(2 * word(at.height) * samples))
}

/**
 * A channel of the extra picture, 0 to 1, stretched over the frame: between the middles of its pixels linearly, beyond
 * the outermost as they are. Places in double, values in float32: along the row above, along the row below, between.
 */
function sampled(channel: i32, row: i32, column: i32, across: i32, down: i32, target: usize, strips: i32): void {
  const samples = word(at.samples)
  const width = word(at.pictureWidth)
  const height = word(at.pictureHeight)
  const y = place(row * samples + down, word(at.height) * samples, height)
  const top = <i32>y
  const fractionY = <f32>(y - <f64>top)
  const bytes = scene + <usize>word(at.picture) + <usize>channel
  const upper = bytes + <usize>(top * width) * 3
  const lower = bytes + <usize>(min(top + 1, height - 1) * width) * 3
  for (let pixel = 0; pixel < strips * at.stripPixels; pixel++) {
    const x = place((column + pixel) * samples + across, word(at.width) * samples, width)
    const left = <i32>x
    const fractionX = <f32>(x - <f64>left)
    const near = <usize>left * 3
    const far = <usize>min(left + 1, width - 1) * 3
    const above = between(upper + near, upper + far, fractionX)
    const below = between(lower + near, lower + far, fractionX)
    const value = (above + (below - above) * fractionY) / 255
    store<f32>(target + <usize>(pixel >> 3) * stripBytes + <usize>(pixel & 7) * 4, value)
  }
}

/** Sample `index` of `count` in pixels of a picture that is `size` long, 0 at the first one's middle. */
function place(index: i32, count: i32, size: i32): f64 {
  const position = (<f64>(2 * index + 1) * <f64>size) / <f64>(2 * count) - 0.5
  return min(max(position, 0), <f64>(size - 1))
}

function between(first: usize, second: usize, fraction: f32): f32 {
  const value = <f32>load<u8>(first)
  return value + (<f32>load<u8>(second) - value) * fraction
}
