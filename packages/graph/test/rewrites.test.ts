/** Rewrites for speed happen, and leave the gradient what it is. */
import { createRandom } from '@reverie/recipe'
import { expect, it } from 'vitest'
import { createBuilder, gradient, gradientOf, int, ints, tensor, type Graph, type Tensor } from '../src/index.ts'
import { runGraph } from './run.ts'

const random = createRandom(7)
const noise = (shape: readonly number[]): Tensor => {
  const size = shape.reduce((product, length) => product * length, 1)
  return tensor(
    'float32',
    shape,
    Array.from({ length: size }, () => random.gaussian()),
  )
}

/** Two blocks as Inception has them: 1×1 branches and a pooled projection, side by side, then the same again. */
function blocks(): Graph {
  const build = createBuilder()
  const block = (x: string, channels: number): string => {
    const project = (value: string): string =>
      build.add('Conv', [value, build.constant(noise([16, channels, 1, 1]))])
    const pooled = build.add('AveragePool', [x], { kernel_shape: ints([3, 3]), pads: ints([1, 1, 1, 1]) })
    const branches = [project(x), project(x), project(pooled)].map((value) => build.add('Relu', [value]))
    return build.add('Concat', branches, { axis: int(1) }, 'block')
  }
  build.output(block(block(build.input('x', 'float32', [1, 32, 6, 5]), 32), 48))
  return build.build()
}

it('moves splits to kernels and projects before pooling', async () => {
  const forward = blocks()
  const of = forward.outputs[0]!.name
  // The gradient of half the squared length is the value itself.
  const backward = gradient(forward, { of, withRespectTo: ['x'], cotangent: of })
  const ops = backward.nodes.map(({ op }) => op)
  expect(ops).not.toContain('Split')
  // Six forward; back, each branch of the first block hears from three, and x from three.
  expect(ops.filter((op) => op === 'Conv')).toHaveLength(6 + 3 * 3 + 3)
  const maker = (value: string) => backward.nodes.find(({ outputs }) => outputs.includes(value))?.op
  const pools = backward.nodes.filter(({ op }) => op === 'AveragePool')
  expect(pools.map(({ inputs }) => maker(inputs[0]!))).toEqual(['Conv', 'Conv', 'Mul', 'Mul'])

  const x = noise([1, 32, 6, 5])
  const direction = noise([1, 32, 6, 5])
  const along = (step: number): Tensor => {
    const moved = (x.data as Float32Array).map(
      (value, index) => value + step * (direction.data as Float32Array)[index]!,
    )
    return { ...x, data: moved }
  }
  const total = async (step: number): Promise<number> =>
    ((await runGraph(forward, { x: along(step) }))[of]!.data as Float32Array).reduce(
      (sum, value) => sum + value ** 2 / 2,
      0,
    )
  const slope = (await runGraph(backward, { x }))[gradientOf('x')]!.data as Float32Array
  const exact = slope.reduce((sum, value, index) => sum + value * (direction.data as Float32Array)[index]!, 0)
  const measured = ((await total(1e-3)) - (await total(-1e-3))) / 2e-3
  expect(Math.abs(measured - exact) / Math.abs(exact)).toBeLessThan(0.01)
})
