/**
 * Dense layers in float32: sum = bias; for each column in order: sum = sum + weight · value, each product and each sum
 * rounded to float32. Pixels are in lanes, so that the order does not depend on how many are computed at once.
 */
import { activate, activateEach } from './activations.ts'
import * as at from '../layout.ts'
import { block, layer, stripBytes, word } from './scene.ts'

/** The network: from the rows of features to the rows of outputs of the block's first strips. */
export function denseLayers(strips: i32): void {
  const count = word(at.layerCount)
  for (let index = 0; index < count; index++) {
    const record = layer(index)
    const units = load<i32>(record, at.layerUnits)
    const source = block + <usize>load<i32>(record, at.layerSource) * at.rowBytes
    const target = block + <usize>load<i32>(record, at.layerTarget) * at.rowBytes
    const values = load<i32>(record, at.layerValues)
    weightedSums(
      source,
      target,
      strips,
      load<i32>(record, at.layerInputs),
      (units + 3) >> 2,
      scenePlace(record, at.layerWeights),
      scenePlace(record, at.layerBias),
    )
    const activation = load<i32>(record, at.layerActivation)
    if (activation >= 0) activate(activation, target, strips, units)
    else activateEach(scenePlace(record, at.layerActivations), target, strips, units)
    if (load<i32>(record, at.layerResidual)) addRows(source, target, strips, values)
  }
}

function scenePlace(record: usize, offset: usize): usize {
  return layer(0) - <usize>word(at.layers) + <usize>load<i32>(record + offset)
}

/** 4 units of 8 pixels at a time: 8 sums, 2 vectors of values and a weight are what 16 registers hold. */
function weightedSums(
  source: usize,
  target: usize,
  strips: i32,
  inputs: i32,
  groups: i32,
  weights: usize,
  bias: usize,
): void {
  const stride = stripBytes
  for (let group = 0; group < groups; group++) {
    const end = weights + <usize>inputs * 16
    let from = source
    let to = target
    for (let strip = 0; strip < strips; strip++) {
      let left0 = v128.load32_splat(bias)
      let left1 = v128.load32_splat(bias, 4)
      let left2 = v128.load32_splat(bias, 8)
      let left3 = v128.load32_splat(bias, 12)
      let right0 = left0
      let right1 = left1
      let right2 = left2
      let right3 = left3
      let value = from
      let column = weights
      while (column < end) {
        const left = v128.load(value)
        const right = v128.load(value, 16)
        let weight = v128.load32_splat(column)
        left0 = f32x4.add(left0, f32x4.mul(weight, left))
        right0 = f32x4.add(right0, f32x4.mul(weight, right))
        weight = v128.load32_splat(column, 4)
        left1 = f32x4.add(left1, f32x4.mul(weight, left))
        right1 = f32x4.add(right1, f32x4.mul(weight, right))
        weight = v128.load32_splat(column, 8)
        left2 = f32x4.add(left2, f32x4.mul(weight, left))
        right2 = f32x4.add(right2, f32x4.mul(weight, right))
        weight = v128.load32_splat(column, 12)
        left3 = f32x4.add(left3, f32x4.mul(weight, left))
        right3 = f32x4.add(right3, f32x4.mul(weight, right))
        value += at.rowBytes
        column += 16
      }
      v128.store(to, left0)
      v128.store(to, right0, 16)
      v128.store(to, left1, 32)
      v128.store(to, right1, 48)
      v128.store(to, left2, 64)
      v128.store(to, right2, 80)
      v128.store(to, left3, 96)
      v128.store(to, right3, 112)
      from += stride
      to += stride
    }
    target += 4 * at.rowBytes
    weights = end
    bias += 16
  }
}

/** Adds rows to rows. */
function addRows(source: usize, target: usize, strips: i32, rows: i32): void {
  const size = <usize>rows * at.rowBytes
  for (let strip = 0; strip < strips; strip++) {
    for (let offset: usize = 0; offset < size; offset += 16) {
      v128.store(target + offset, f32x4.add(v128.load(source + offset), v128.load(target + offset)))
    }
    source += stripBytes
    target += stripBytes
  }
}
