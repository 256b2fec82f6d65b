/**
 * Einsum: sums of products by an equation such as "bij,bjk->bik"; "..." stands for axes that broadcast.
 *
 * The cotangent of an operand is an Einsum of the result's cotangent with the other operands. Indices that only this
 * operand has were summed, so its cotangent does not vary over them: a tensor of ones supplies them.
 */
import { broadcastShapes } from '../broadcast.ts'
import { string, stringOf, type Dimension, type Node } from '../graph.ts'
import type { GradientContext, InferContext, Op } from '../op.ts'
import { tensor } from '../tensor.ts'

export const Einsum: Op = {
  infer: (context) => {
    const { operands, result } = equationOf(context)
    const type = context.input(0).type
    const sizes = new Map<string, Dimension>()
    let ellipsis: readonly Dimension[] | undefined = []
    for (const [index, letters] of operands.entries()) {
      const { shape } = context.input(index)
      if (shape === undefined) return [{ type, shape: undefined }]
      const { named, rest } = assign(context, letters, shape)
      if (rest !== undefined) ellipsis = broadcastShapes(ellipsis, rest)
      for (const [letter, size] of named) {
        const other = sizes.get(letter)
        if (typeof other === 'number' && typeof size === 'number' && other !== size && other !== 1 && size !== 1) {
          context.fail(`index "${letter}" has sizes ${other} and ${size}.`)
        }
        if (other === undefined || other === 1) sizes.set(letter, size)
      }
    }
    const shape = result.flatMap((letter) => (letter === '...' ? ellipsis! : [sizes.get(letter)]))
    return [{ type, shape }]
  },
  gradient: (context) => {
    const { operands, result } = equationOf(context)
    if ([...operands.flat(), ...result].includes('...')) context.fail('its gradient with "..." is not supported.')
    return operands.map((letters, index) =>
      context.wants(index) ? cotangentOf(context, operands, result, index) : undefined,
    )
  },
}

function cotangentOf(
  context: GradientContext,
  operands: readonly (readonly string[])[],
  result: readonly string[],
  index: number,
): string {
  const { build, shape, input, cotangent, fail } = context
  const letters = operands[index]!
  if (new Set(letters).size !== letters.length) fail('its gradient with a diagonal is not supported.')
  const others = operands.flatMap((_, other) => (other === index ? [] : [other]))
  const given = new Set([...result, ...others.flatMap((other) => operands[other]!)])
  for (const [other, list] of operands.entries()) {
    list.forEach((letter, axis) => {
      const own = letters.indexOf(letter)
      if (own >= 0 && shape(index)[own] !== shape(other)[axis])
        fail('its gradient with broadcasting is not supported.')
    })
  }
  const alone = letters.filter((letter) => !given.has(letter))
  const terms = [result, ...others.map((other) => operands[other]!)]
  const values = [cotangent(0)!, ...others.map(input)]
  if (alone.length > 0) {
    terms.push(alone)
    values.push(
      build.constant(
        tensor(
          'float32',
          alone.map((letter) => shape(index)[letters.indexOf(letter)]!),
          1,
        ),
      ),
    )
  }
  const equation = `${terms.map((term) => term.join('')).join(',')}->${letters.join('')}`
  return build.add('Einsum', values, { equation: string(equation) })
}

interface Equation {
  readonly operands: readonly (readonly string[])[]
  readonly result: readonly string[]
}

function equationOf(context: { readonly node: Node; fail(message: string): never }): Equation {
  const equation = stringOf(context.node, 'equation', '').replaceAll(' ', '')
  if (!/^[a-zA-Z.,]*(->[a-zA-Z.]*)?$/.test(equation)) context.fail(`equation "${equation}" was not understood.`)
  const [left, right] = equation.split('->') as [string, string?]
  const operands = left.split(',').map(split)
  if (operands.length !== context.node.inputs.length) {
    context.fail(`equation "${equation}" is for ${operands.length} inputs, found ${context.node.inputs.length}.`)
  }
  return { operands, result: right === undefined ? implied(operands.flat()) : split(right) }
}

/** The indices of one term, "..." as one of them. */
function split(term: string): string[] {
  return term.match(/\.{3}|[a-zA-Z]/g) ?? []
}

/** Without "->", the result has the indices that occur once, in alphabetical order, behind the broadcast axes. */
function implied(letters: readonly string[]): string[] {
  const once = letters.filter(
    (letter) => letter !== '...' && letters.indexOf(letter) === letters.lastIndexOf(letter),
  )
  return [...(letters.includes('...') ? ['...'] : []), ...once.toSorted()]
}

/** The size of each index of one operand, and the sizes that "..." stands for. */
function assign(
  context: InferContext,
  letters: readonly string[],
  shape: readonly Dimension[],
): { named: [string, Dimension][]; rest: readonly Dimension[] | undefined } {
  const place = letters.indexOf('...')
  const extra = shape.length - (letters.length - (place < 0 ? 0 : 1))
  if (extra < 0 || (place < 0 && extra > 0)) {
    context.fail(`"${letters.join('')}" does not fit an input of ${shape.length} axes.`)
  }
  if (place < 0) return { named: letters.map((letter, axis) => [letter, shape[axis]]), rest: undefined }
  const named = letters.flatMap((letter, axis): [string, Dimension][] =>
    axis === place ? [] : [[letter, shape[axis < place ? axis : axis + extra - 1]]],
  )
  return { named, rest: shape.slice(place, place + extra) }
}
