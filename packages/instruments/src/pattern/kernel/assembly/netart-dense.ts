/**
 * Dense layers as recurrent.js calculates them: products summed in double, one column after the other, the sum rounded to
 * float32, then the bias added, which rounds again. A product of two float32 is exact in double, so that the order of the
 * columns is all that counts.
 *
 * Rows of float32 in the block (features, sums, outputs) have their doubles in `wide`: the same strips and rows, of twice
 * the bytes. Activations that netart-js has not are those of the float32 kernel.
 */
import { activate } from './activations.ts'
import * as at from '../layout.ts'
import { logisticOf, tanhOf } from './netart-activations.ts'
import { block, layer, scene, stripBytes, wide, word } from './scene.ts'

/** The network: from the rows of features to the rows of outputs of the block's first strips. */
export function netartLayers(strips: i32): void {
  widen(0, word(at.featureCount), strips)
  const count = word(at.layerCount)
  for (let index = 0; index < count; index++) {
    const record = layer(index)
    const units = load<i32>(record, at.layerUnits)
    const values = load<i32>(record, at.layerValues)
    const source = load<i32>(record, at.layerSource)
    const target = load<i32>(record, at.layerTarget)
    weightedSums(
      wide + <usize>(source * at.rowBytes * 2),
      block + <usize>(target * at.rowBytes),
      strips,
      load<i32>(record, at.layerInputs),
      (units + 3) >> 2,
      scene + <usize>load<i32>(record, at.layerWeights),
      scene + <usize>load<i32>(record, at.layerBias),
    )
    activateRows(record, target, units, values, strips)
    if (load<i32>(record, at.layerResidual)) addRows(source, target, values, strips)
  }
  narrow(word(at.outputRow), word(at.outputCount), strips)
}

/** 4 units of 4 pixels at a time. */
function weightedSums(
  source: usize,
  target: usize,
  strips: i32,
  inputs: i32,
  groups: i32,
  weights: usize,
  bias: usize,
): void {
  for (let group = 0; group < groups; group++) {
    const end = weights + <usize>(inputs * 32)
    let from = source
    let to = target
    for (let half = 0; half < strips * 2; half++) {
      let left0 = f64x2.splat(0)
      let left1 = left0
      let left2 = left0
      let left3 = left0
      let right0 = left0
      let right1 = left0
      let right2 = left0
      let right3 = left0
      let value = from
      for (let column = weights; column < end; column += 32) {
        const left = v128.load(value)
        const right = v128.load(value, 16)
        let weight = v128.load64_splat(column)
        left0 = f64x2.add(left0, f64x2.mul(weight, left))
        right0 = f64x2.add(right0, f64x2.mul(weight, right))
        weight = v128.load64_splat(column, 8)
        left1 = f64x2.add(left1, f64x2.mul(weight, left))
        right1 = f64x2.add(right1, f64x2.mul(weight, right))
        weight = v128.load64_splat(column, 16)
        left2 = f64x2.add(left2, f64x2.mul(weight, left))
        right2 = f64x2.add(right2, f64x2.mul(weight, right))
        weight = v128.load64_splat(column, 24)
        left3 = f64x2.add(left3, f64x2.mul(weight, left))
        right3 = f64x2.add(right3, f64x2.mul(weight, right))
        value += 2 * at.rowBytes
      }
      store4(to, left0, right0, bias)
      store4(to + 32, left1, right1, bias + 4)
      store4(to + 64, left2, right2, bias + 8)
      store4(to + 96, left3, right3, bias + 12)
      if (half & 1) {
        from += 2 * stripBytes - 32
        to += stripBytes - 16
      } else {
        from += 32
        to += 16
      }
    }
    target += 4 * at.rowBytes
    weights = end
    bias += 16
  }
}

function store4(to: usize, left: v128, right: v128, bias: usize): void {
  const sums = v128.shuffle<i64>(f32x4.demote_f64x2_zero(left), f32x4.demote_f64x2_zero(right), 0, 2)
  v128.store(to, f32x4.add(sums, v128.load32_splat(bias)))
}

/** From sums in the block to values in `wide`. */
function activateRows(record: usize, target: i32, units: i32, values: i32, strips: i32): void {
  const activation = load<i32>(record, at.layerActivation)
  if (activation >= 0) {
    activateAs(activation, target, units, values, strips)
    return
  }
  const each = scene + <usize>load<i32>(record, at.layerActivations)
  for (let unit = 0; unit < units; unit++) {
    activateAs(load<i32>(each + <usize>(unit * 4)), target + unit, 1, 1, strips)
  }
}

function activateAs(activation: i32, row: i32, rows: i32, values: i32, strips: i32): void {
  const tanh = activation == at.activationTanh
  if (!tanh && activation != at.activationSigmoid) {
    activate(activation, block + <usize>(row * at.rowBytes), strips, rows)
    widen(row, values, strips)
    return
  }
  const size = <usize>(rows * at.rowBytes)
  for (let strip: usize = 0; strip < <usize>strips; strip++) {
    const place = strip * stripBytes + <usize>(row * at.rowBytes)
    if (tanh) tanhOf(block + place, wide + place * 2, size)
    else logisticOf(block + place, wide + place * 2, size)
  }
}

/** Rows of the block as doubles. */
function widen(row: i32, rows: i32, strips: i32): void {
  for (let strip: usize = 0; strip < <usize>strips; strip++) {
    const from = block + strip * stripBytes + <usize>(row * at.rowBytes)
    const to = wide + (from - block) * 2
    for (let offset: usize = 0; offset < <usize>(rows * at.rowBytes); offset += 8) {
      v128.store(to + offset * 2, f64x2.promote_low_f32x4(v128.load64_zero(from + offset)))
    }
  }
}

/** Rows of `wide` as float32, which they are already. */
function narrow(row: i32, rows: i32, strips: i32): void {
  for (let strip: usize = 0; strip < <usize>strips; strip++) {
    const to = block + strip * stripBytes + <usize>(row * at.rowBytes)
    const from = wide + (to - block) * 2
    for (let offset: usize = 0; offset < <usize>(rows * at.rowBytes); offset += 8) {
      v128.store64_lane(to + offset, f32x4.demote_f64x2_zero(v128.load(from + offset * 2)), 0)
    }
  }
}

/** Adds rows to rows; the sums are float32 again. */
function addRows(source: i32, target: i32, rows: i32, strips: i32): void {
  for (let strip: usize = 0; strip < <usize>strips; strip++) {
    const from = wide + (strip * stripBytes + <usize>(source * at.rowBytes)) * 2
    const to = wide + (strip * stripBytes + <usize>(target * at.rowBytes)) * 2
    for (let offset: usize = 0; offset < <usize>(rows * at.rowBytes * 2); offset += 16) {
      const sum = f64x2.add(v128.load(from + offset), v128.load(to + offset))
      v128.store(to + offset, f64x2.promote_low_f32x4(f32x4.demote_f64x2_zero(sum)))
    }
  }
}
