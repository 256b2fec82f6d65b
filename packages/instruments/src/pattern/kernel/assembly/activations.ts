/**
 * Activations of rows, in place. One class for each, so that the compiler writes each its own loop with the function
 * inside; none has state, and none is ever made.
 */
import * as c from '../coefficients.ts'
import {
  arcTangent,
  beyondTurns,
  cosineNear,
  exponential,
  logOnePlus,
  polynomial,
  quarterTurns,
  sineNear,
  turned,
} from './elementary.ts'
import * as at from '../layout.ts'
import { stripBytes } from './scene.ts'

abstract class Activation {
  abstract of(x: v128): v128
}

class Tanh extends Activation {
  of(x: v128): v128 {
    const square = f32x4.pmin(f32x4.mul(x, x), f32x4.splat(<f32>c.tanhEnd))
    let p = polynomial(square, f32x4.splat(<f32>c.tanhP4), <f32>c.tanhP3)
    p = polynomial(square, p, <f32>c.tanhP2)
    p = polynomial(square, p, <f32>c.tanhP1)
    p = polynomial(square, p, <f32>c.tanhP0)
    let q = f32x4.add(square, f32x4.splat(<f32>c.tanhQ3))
    q = polynomial(square, q, <f32>c.tanhQ2)
    q = polynomial(square, q, <f32>c.tanhQ1)
    q = polynomial(square, q, <f32>c.tanhQ0)
    const value = f32x4.div(f32x4.mul(x, p), q)
    return f32x4.pmin(f32x4.pmax(value, f32x4.splat(-1)), f32x4.splat(1))
  }
}

/** Good to 10,000, worse to 100,000, and there it stays. */
class Sin extends Activation {
  of(x: v128): v128 {
    const angle = boundedAngle(x)
    const turns = quarterTurns(angle)
    const rest = beyondTurns(angle, turns)
    return turned(turns, sineNear(rest), cosineNear(rest))
  }
}

class Cos extends Activation {
  of(x: v128): v128 {
    const angle = boundedAngle(x)
    const turns = quarterTurns(angle)
    const rest = beyondTurns(angle, turns)
    return turned(i32x4.add(turns, i32x4.splat(1)), sineNear(rest), cosineNear(rest))
  }
}

function boundedAngle(x: v128): v128 {
  return f32x4.pmin(f32x4.pmax(x, f32x4.splat(-100000)), f32x4.splat(100000))
}

class Gaussian extends Activation {
  of(x: v128): v128 {
    return exponential(f32x4.mul(f32x4.mul(x, x), f32x4.splat(-0.5)))
  }
}

class Relu extends Activation {
  of(x: v128): v128 {
    return f32x4.pmax(x, f32x4.splat(0))
  }
}

class Softplus extends Activation {
  of(x: v128): v128 {
    return f32x4.add(f32x4.pmax(x, f32x4.splat(0)), logOnePlus(exponential(f32x4.neg(f32x4.abs(x)))))
  }
}

class Sigmoid extends Activation {
  of(x: v128): v128 {
    return f32x4.div(f32x4.splat(1), f32x4.add(exponential(f32x4.neg(x)), f32x4.splat(1)))
  }
}

class Abs extends Activation {
  of(x: v128): v128 {
    return f32x4.abs(x)
  }
}

class Step extends Activation {
  of(x: v128): v128 {
    return v128.and(f32x4.gt(x, f32x4.splat(0)), f32x4.splat(1))
  }
}

function each<A extends Activation>(target: usize, strips: i32, rows: i32): void {
  const activation = changetype<A>(0)
  const size = <usize>rows * at.rowBytes
  for (let strip = 0; strip < strips; strip++) {
    let place = target
    do {
      v128.store(place, activation.of(v128.load(place)))
      place += 16
    } while (place < target + size)
    target += stripBytes
  }
}

/** Two values of each of n sums: atan(x) / 0.67 in place, and its square / 0.6 in the n rows behind. */
function composite(target: usize, strips: i32, rows: i32): void {
  const size = <usize>rows * at.rowBytes
  for (let strip = 0; strip < strips; strip++) {
    for (let place = target; place < target + size; place += 16) {
      const angle = arcTangent(v128.load(place))
      v128.store(place, f32x4.div(angle, f32x4.splat(0.67)))
      v128.store(place + size, f32x4.div(f32x4.mul(angle, angle), f32x4.splat(0.6)))
    }
    target += stripBytes
  }
}

/** One activation of `rows` rows of each of the strips at `target`. */
export function activate(activation: i32, target: usize, strips: i32, rows: i32): void {
  if (activation == at.activationTanh) each<Tanh>(target, strips, rows)
  else if (activation == at.activationSin) each<Sin>(target, strips, rows)
  else if (activation == at.activationCos) each<Cos>(target, strips, rows)
  else if (activation == at.activationGaussian) each<Gaussian>(target, strips, rows)
  else if (activation == at.activationRelu) each<Relu>(target, strips, rows)
  else if (activation == at.activationSoftplus) each<Softplus>(target, strips, rows)
  else if (activation == at.activationSigmoid) each<Sigmoid>(target, strips, rows)
  else if (activation == at.activationAbs) each<Abs>(target, strips, rows)
  else if (activation == at.activationStep) each<Step>(target, strips, rows)
  else if (activation == at.activationComposite) composite(target, strips, rows)
}

/** Each row by its own activation. */
export function activateEach(activations: usize, target: usize, strips: i32, rows: i32): void {
  for (let row = 0; row < rows; row++) {
    activate(load<i32>(activations), target, strips, 1)
    activations += 4
    target += at.rowBytes
  }
}
