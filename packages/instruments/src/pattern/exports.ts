/** A pattern as something other than pixels: a drawing, a shader, its network. */
import type { Raster } from '@reverie/image'
import { InstrumentError, type ExportFormat, type Host } from '../instrument.ts'
import { contourDrawing } from './contours.ts'
import { createBandKernel } from './kernel/kernel.ts'
import { packScene } from './kernel/pack.ts'
import { writeNetworkJson, writeNetworkOnnx, writeRecurrentJson } from './networks/write-network.ts'
import { openDrawing, type PatternRequest } from './request.ts'
import type { PatternScene } from './scene.ts'
import { toBookOfShaders, toShadertoy, type ShaderOptions } from './shaders/glsl.ts'
import { toWgsl } from './shaders/wgsl.ts'

/** What patterns can be exported as. */
export const patternExports = {
  svg: {
    kind: 'vector',
    extension: 'svg',
    title: 'Drawing',
    description: 'Filled contours, as sharp at every size, for plotters, cutters and drawing programs.',
  },
  glsl: {
    kind: 'text',
    extension: 'glsl',
    title: 'Shadertoy',
    description: 'A fragment shader that Shadertoy takes as it is.',
  },
  'glsl-book': {
    kind: 'text',
    extension: 'glsl',
    title: 'Book of Shaders',
    description: "A fragment shader for the Book of Shaders' editor and for what has its uniforms.",
  },
  wgsl: { kind: 'text', extension: 'wgsl', title: 'WebGPU', description: 'A module with both stages, for WebGPU.' },
  json: {
    kind: 'text',
    extension: 'json',
    title: 'Network',
    description: 'The network with all its weights, which opens here again and is read by programs easily.',
  },
  onnx: {
    kind: 'text',
    extension: 'onnx',
    title: 'ONNX',
    description: 'The network as a graph that ONNX Runtime and many other programs run.',
  },
  recurrent: {
    kind: 'text',
    extension: 'json',
    title: 'recurrent.js',
    description:
      "The network as recurrent.js saves it, where it is of netart-js's kind: tanh layers and a sigmoid.",
  },
} as const satisfies Readonly<Record<string, ExportFormat>>

type Format = keyof typeof patternExports

/** Rows of the drawing's grid that are worked between two looks at the signal. */
const GRID_ROWS = 32

/** Exports that move. */
const shaders: ReadonlySet<string> = new Set(['glsl', 'glsl-book', 'wgsl'])

/** `pattern`'s `export` (instrument.ts). */
export async function exportPattern(request: PatternRequest, format: string, host: Host): Promise<Uint8Array> {
  if (!Object.hasOwn(patternExports, format)) {
    throw new InstrumentError(
      `"pattern" has no export "${format}". It has: ${Object.keys(patternExports).join(', ')}.`,
    )
  }
  const { variations, levels, frames, fps, swing, turns, path } = request.parameters
  if (variations > 0) {
    throw new InstrumentError(
      `A sheet of variations is a picture, and "${format}" holds one pattern. Leave variations out.`,
    )
  }
  if (path !== undefined && frames > 1 && shaders.has(format)) {
    throw new InstrumentError(
      `"${format}" moves the latents as swing and turns say, and holds no path. Leave path out, or make a film.`,
    )
  }
  const scene = (await openDrawing(request)).scene(0)
  const motion = frames > 1 ? { motion: { seed: request.seed, swing, turns, seconds: frames / fps } } : {}
  const written: Readonly<Record<Format, (options: ShaderOptions) => string | Uint8Array | Promise<string>>> = {
    svg: () => contourDrawing(scene, { levels, render: (grid, outputs) => gridOf(grid, outputs, request, host) }),
    glsl: (options) => toShadertoy(scene, options),
    'glsl-book': (options) => toBookOfShaders(scene, options),
    wgsl: (options) => toWgsl(scene, options),
    json: () => writeNetworkJson(scene.network),
    onnx: () => writeNetworkOnnx(scene.network),
    recurrent: () => writeRecurrentJson(scene.network),
  }
  const made = await written[format as Format](motion)
  return typeof made === 'string' ? new TextEncoder().encode(made) : made
}

/** The values that contours are found in, as floats. */
async function gridOf(
  scene: PatternScene,
  outputs: boolean,
  { signal }: PatternRequest,
  host: Host,
): Promise<Raster> {
  const packed = packScene(scene, outputs ? { depth: 'float', outputs } : { depth: 'float' })
  const kernel = createBandKernel()
  kernel.load(packed)
  const { width, height, channels } = packed
  const data = new Float32Array(width * height * channels)
  for (let top = 0; top < height; top += GRID_ROWS) {
    signal?.throwIfAborted()
    await host.breathe?.()
    data.set(kernel.render(top, Math.min(GRID_ROWS, height - top)), top * width * channels)
  }
  return { width, height, channels: channels as Raster['channels'], depth: 'float', data }
}
