import { float, int, ints, type Graph } from '@reverie/graph'
import { network, type Kit, type NetworkOptions } from './kit.ts'

const WIDTH = 16
const HEADS = 2
const PATCH = 8

/**
 * A network of the Vision Transformer's kind (Dosovitskiy et al., "An Image Is Worth 16x16 Words", 2021): patches by a
 * strided convolution, a class token and positions, two blocks of attention and of a perceptron with GELU by Erf, as
 * PyTorch exports it.
 * @returns output [1, 10]
 */
export function vit(options: NetworkOptions = {}): Graph {
  return network('vit', options, (kit, image) => {
    const { build } = kit
    const patches = kit.conv(image, WIDTH, PATCH, { stride: PATCH, pad: 0 })
    const columns = build.add('Reshape', [patches, build.indices([1, WIDTH, -1])])
    const tokens = build.add('Transpose', [columns], { perm: ints([0, 2, 1]) })
    let value = kit.concat([kit.weights([1, 1, WIDTH], 0.5, 'class'), tokens], 1)
    value = build.add('Add', [value, kit.weights([1, build.shape(value)[1]!, WIDTH], 0.1, 'positions')])
    for (let depth = 0; depth < 2; depth++) {
      value = build.add('Add', [value, attention(kit, layerNorm(kit, value))])
      value = build.add('Add', [value, kit.dense(gelu(kit, kit.dense(layerNorm(kit, value), 2 * WIDTH)), WIDTH)])
    }
    const first = build.add('Gather', [layerNorm(kit, value), build.scalar(0, 'int64')], { axis: int(1) })
    return kit.dense(first, 10)
  })
}

const layerNorm = (kit: Kit, value: string): string =>
  kit.build.add(
    'LayerNormalization',
    [value, kit.weights([WIDTH], 1, 'norm.weight'), kit.weights([WIDTH], 0.1, 'norm.bias')],
    {
      axis: int(-1),
      epsilon: float(1e-6),
    },
  )

/** x · (1 + erf(x / √2)) / 2. */
function gelu({ build }: Kit, value: string): string {
  const erf = build.add('Erf', [build.add('Div', [value, build.scalar(Math.SQRT2)])])
  return build.add('Mul', [build.add('Mul', [value, build.add('Add', [erf, build.scalar(1)])]), build.scalar(0.5)])
}

function attention(kit: Kit, value: string): string {
  const { build } = kit
  const depth = WIDTH / HEADS
  const heads = (part: string, perm: readonly number[]): string =>
    build.add('Transpose', [build.add('Reshape', [part, build.indices([1, -1, HEADS, depth])])], {
      perm: ints(perm),
    })
  const parts = build.addMany('Split', [kit.dense(value, 3 * WIDTH), build.indices([WIDTH, WIDTH, WIDTH])], 3, {
    axis: int(-1),
  })
  const query = heads(parts[0]!, [0, 2, 1, 3])
  const key = heads(parts[1]!, [0, 2, 3, 1])
  const scores = build.add('Mul', [build.add('MatMul', [query, key]), build.scalar(1 / Math.sqrt(depth))])
  const mixed = build.add('MatMul', [
    build.add('Softmax', [scores], { axis: int(-1) }),
    heads(parts[2]!, [0, 2, 1, 3]),
  ])
  const joined = build.add('Reshape', [
    build.add('Transpose', [mixed], { perm: ints([0, 2, 1, 3]) }),
    build.indices([1, -1, WIDTH]),
  ])
  return kit.dense(joined, WIDTH)
}
