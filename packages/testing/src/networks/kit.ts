/** What the small networks are built of: layers with random weights, as exporters of real networks write them. */
import { createBuilder, float, int, ints, sizeOf, type Builder, type Graph, type Tensor } from '@reverie/graph'
import { createRandom, type Random } from '@reverie/recipe'

interface ConvOptions {
  readonly stride?: number
  /** Default: what keeps the size at stride 1. */
  readonly pad?: number
  readonly groups?: number
  readonly bias?: boolean
}

/** Layers by the names of their kinds; each takes and returns names of values. */
export interface Kit {
  readonly build: Builder
  readonly random: Random
  /** A constant of normal random numbers with the given deviation. */
  weights(shape: readonly number[], deviation: number, hint: string): string
  /** A square convolution of an NCHW value. */
  conv(value: string, filters: number, size: number, options?: ConvOptions): string
  /** An inference-time batch normalisation with random statistics. */
  batchNorm(value: string): string
  relu(value: string): string
  /** x · W + b over the last axis. */
  dense(value: string, units: number): string
  maxPool(value: string, size: number, stride: number, pad?: number, ceil?: boolean): string
  concat(values: readonly string[], axis?: number): string
  /** Channels of an NCHW value. */
  channels(value: string): number
}

/** The kinds of network that are built. */
export interface NetworkOptions {
  /** Height and width of the picture; default 32. */
  readonly size?: number
  /** Default 1. */
  readonly seed?: number
}

/** Builds a network over the input "image" [1, 3, size, size]; what `define` returns is the output. */
export function network(name: string, options: NetworkOptions, define: (kit: Kit, image: string) => string): Graph {
  const size = options.size ?? 32
  const build = createBuilder(undefined, name)
  const kit = createKit(build, createRandom(options.seed ?? 1))
  build.output(define(kit, build.input('image', 'float32', [1, 3, size, size])))
  return build.build()
}

function createKit(build: Builder, random: Random): Kit {
  const constant = (shape: readonly number[], hint: string, make: () => number): string => {
    const value: Tensor = { type: 'float32', shape, data: Float32Array.from({ length: sizeOf(shape) }, make) }
    return build.constant(value, hint)
  }
  const weights: Kit['weights'] = (shape, deviation, hint) =>
    constant(shape, hint, () => deviation * random.gaussian())
  const channels: Kit['channels'] = (value) => build.shape(value)[1]!
  return {
    build,
    random,
    weights,
    channels,
    conv(value, filters, size, { stride = 1, pad = Math.floor(size / 2), groups = 1, bias = true } = {}) {
      const fan = channels(value) / groups
      const kernel = weights([filters, fan, size, size], Math.sqrt(2 / (fan * size * size)), 'conv.weight')
      return build.add('Conv', [value, kernel, ...(bias ? [weights([filters], 0.1, 'conv.bias')] : [])], {
        kernel_shape: ints([size, size]),
        strides: ints([stride, stride]),
        pads: ints([pad, pad, pad, pad]),
        group: int(groups),
      })
    },
    batchNorm(value) {
      const shape = [channels(value)]
      const positive = (hint: string): string => constant(shape, hint, () => 0.5 + random.next())
      const inputs = [
        value,
        positive('scale'),
        weights(shape, 0.2, 'bias'),
        weights(shape, 0.2, 'mean'),
        positive('variance'),
      ]
      return build.add('BatchNormalization', inputs, { epsilon: float(1e-5) })
    },
    relu: (value) => build.add('Relu', [value]),
    dense(value, units) {
      const inputs = build.shape(value).at(-1)!
      const kernel = weights([inputs, units], Math.sqrt(1 / inputs), 'dense.weight')
      return build.add('Add', [build.add('MatMul', [value, kernel]), weights([units], 0.1, 'dense.bias')])
    },
    maxPool: (value, size, stride, pad = 0, ceil = false) =>
      build.add('MaxPool', [value], {
        kernel_shape: ints([size, size]),
        strides: ints([stride, stride]),
        pads: ints([pad, pad, pad, pad]),
        ceil_mode: int(ceil ? 1 : 0),
      }),
    concat: (values, axis = 1) => build.add('Concat', values, { axis: int(axis) }),
  }
}
