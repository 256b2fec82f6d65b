/** A strided convolution and a pool that read one value, whose cotangents are added phase by phase. */
import { createBuilder } from '../src/builder.ts'
import { gradient } from '../src/gradient.ts'
import { ints, type Graph } from '../src/graph.ts'
import { tensor, type Tensor } from '../src/tensor.ts'

const CHANNELS = 16

/** Sizes, then kernel, stride and pads of the convolution, then those of the pool. */
export const geometries: readonly (readonly [number[], Window, Window])[] = [
  [
    [9, 9],
    [
      [3, 3],
      [2, 2],
      [0, 0, 0, 0],
    ],
    [
      [3, 3],
      [2, 2],
      [0, 0, 0, 0],
    ],
  ],
  [
    [8, 10],
    [
      [3, 3],
      [2, 2],
      [0, 0, 0, 0],
    ],
    [
      [3, 3],
      [2, 2],
      [0, 0, 0, 0],
    ],
  ],
  [
    [8, 9],
    [
      [3, 3],
      [2, 2],
      [1, 1, 1, 1],
    ],
    [
      [2, 2],
      [2, 2],
      [0, 0, 0, 0],
    ],
  ],
  [
    [9, 8],
    [
      [2, 5],
      [2, 2],
      [0, 3, 1, 2],
    ],
    [
      [3, 3],
      [2, 2],
      [1, 1, 1, 1],
    ],
  ],
  [
    [7, 11],
    [
      [3, 4],
      [1, 3],
      [0, 0, 0, 0],
    ],
    [
      [2, 4],
      [1, 3],
      [0, 0, 0, 0],
    ],
  ],
  [
    [6, 6],
    [
      [4, 4],
      [3, 3],
      [3, 3, 3, 3],
    ],
    [
      [3, 3],
      [3, 3],
      [0, 0, 0, 0],
    ],
  ],
  [
    [4, 4],
    [
      [2, 2],
      [2, 2],
      [0, 0, 0, 0],
    ],
    [
      [2, 2],
      [2, 2],
      [0, 0, 0, 0],
    ],
  ],
]
type Window = readonly [kernel: number[], strides: number[], pads: number[]]

const numbers = (count: number, seed: number): Float32Array =>
  Float32Array.from({ length: count }, (_, index) => Math.sin(seed + index * 12.9898) * 3)

/** The gradient with respect to the picture, with weights that are known (thus by phases) or not. */
export function differentiated([sizes, conv, pool]: (typeof geometries)[number], known: boolean): Graph {
  const build = createBuilder()
  const x = build.input('x', 'float32', [1, CHANNELS, ...sizes])
  const shape = [4, CHANNELS, ...conv[0]]
  const weights = known ? build.constant(weightsOf(shape)) : build.input('weights', 'float32', shape)
  const attributes = ([kernel, strides, pads]: Window) => ({
    kernel_shape: ints(kernel),
    strides: ints(strides),
    pads: ints(pads),
  })
  build.output(build.add('Conv', [x, weights], attributes(conv)), 'a')
  build.output(build.add('MaxPool', [x], attributes(pool)), 'b')
  // The gradient of half the sum of squares: every element has a cotangent of its own.
  return gradient(build.build(), { of: ['a', 'b'], withRespectTo: ['x'], cotangent: { a: 'a', b: 'b' } })
}

const weightsOf = (shape: readonly number[]): Tensor =>
  tensor(
    'float32',
    shape,
    numbers(
      shape.reduce((product, size) => product * size, 1),
      5,
    ),
  )

export function feedsOf([sizes, conv]: (typeof geometries)[number], known: boolean): Record<string, Tensor> {
  const x = tensor('float32', [1, CHANNELS, ...sizes], numbers(CHANNELS * sizes[0]! * sizes[1]!, 1))
  return known ? { x } : { x, weights: weightsOf([4, CHANNELS, ...conv[0]]) }
}
