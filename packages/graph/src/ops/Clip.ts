/**
 * Clip: min(max(x, low), high), where each bound may be absent. At a bound the derivatives of x and of the bound are
 * both 0; bounds in the wrong order (every result is `high` then) count as if x alone decided.
 */
import { algebraOf } from '../algebra.ts'
import { sumTo } from '../broadcast.ts'
import { evaluateElements } from '../elementwise.ts'
import { floatOf, type Node } from '../graph.ts'
import type { GradientContext, Op, UpgradeContext } from '../op.ts'
import { has } from '../axes.ts'
import { numbersOf, tensor } from '../tensor.ts'

export const Clip: Op = {
  infer: (context) => [context.input(0)],
  evaluate: (context) => {
    const { inputs } = context.node
    if (inputs[1] === '' || inputs.length === 0) return undefined
    return evaluateElements(context, (x, low = -Infinity, high = Infinity) => Math.min(Math.max(x, low), high))
  },
  gradient: (context) => {
    const { build } = context
    const dy = context.cotangent(0)!
    const { mul } = algebraOf(build, context.input(0))
    const masks = [1, 2].filter((bound) => has(context.node, bound)).map((bound) => within(context, bound))
    return [
      context.wants(0) ? masks.reduce((product, mask) => mul(product, mask), dy) : undefined,
      context.wants(1) ? boundCotangent(context, 1) : undefined,
      context.wants(2) ? boundCotangent(context, 2) : undefined,
    ]
  },
  upgrade: (context) => (context.opset < 11 ? [upgraded(context)] : [context.node]),
}

/** 1 where x lies on the free side of a bound. */
function within(context: GradientContext, bound: number): string {
  const { above, below, sub, positive } = algebraOf(context.build, context.input(0))
  const x = context.input(0)
  const constant = context.value(bound)
  if (constant !== undefined) {
    const value = numbersOf(constant)[0]!
    return bound === 1 ? above(x, value) : below(x, value)
  }
  return positive(bound === 1 ? sub(x, context.input(1)) : sub(context.input(2), x))
}

/** The cotangent that the elements beyond a bound send to it. */
function boundCotangent(context: GradientContext, bound: number): string {
  const { sub, mul, positive } = algebraOf(context.build, context.input(0))
  const [x, limit] = [context.input(0), context.input(bound)]
  const beyond = positive(bound === 1 ? sub(limit, x) : sub(x, limit))
  return sumTo(context.build, mul(context.cotangent(0)!, beyond), context.shape(bound))
}

/** Opset 11 took the bounds from the attributes to the inputs. */
function upgraded({ node, constant }: UpgradeContext): Node {
  const { min, max, ...attributes } = node.attributes
  const low = min && constant(tensor('float32', [], [floatOf(node, 'min', 0)]))
  const high = max && constant(tensor('float32', [], [floatOf(node, 'max', 0)]))
  return {
    ...node,
    inputs: [node.inputs[0]!, ...(low || high ? [low ?? ''] : []), ...(high ? [high] : [])],
    attributes,
  }
}
