/**
 * The exact kernel as a value: load a packed scene, then take rows of it. Each kernel has memory of its own and works on
 * the thread that calls it.
 */
import type { Raster } from '@reverie/image'
import { InstrumentError } from '../../instrument.ts'
import type { PatternScene } from '../scene.ts'
import { openMachine } from './machine.mjs'
import { kernelBase64 } from './module.ts'
import { channelsOf, packScene, type PackedScene } from './pack.ts'

/** Renders bands of one scene at a time. */
export interface BandKernel {
  /** Takes a scene in place of the one before. @throws InstrumentError when memory does not suffice */
  load(packed: PackedScene): void
  /**
   * Rows `top` … `top + rows − 1`, interleaved, as Raster.data; of `outputs` the network's outputs. A new array.
   * @throws InstrumentError when the rows are not in the picture or nothing is loaded
   */
  render(top: number, rows: number): Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Float32Array<ArrayBuffer>
}

/** A kernel. */
export function createBandKernel(): BandKernel {
  const machine = openMachine(kernelCode())
  return {
    load: (packed) => inSentences(() => machine.load(packed)),
    render: (top, rows) => inSentences(() => machine.render(top, rows)),
  }
}

function inSentences<T>(work: () => T): T {
  try {
    return work()
  } catch (cause) {
    throw new InstrumentError((cause as Error).message, { cause })
  }
}

/** The whole picture, on this thread. @throws InstrumentError when the scene contradicts itself */
export function rasterOf(scene: PatternScene, depth: Raster['depth']): Raster {
  const kernel = createBandKernel()
  kernel.load(packScene(scene, { depth }))
  const { width, height } = scene
  return { width, height, channels: channelsOf(scene), depth, data: kernel.render(0, height) }
}

let kernelModule: WebAssembly.Module | undefined

/** The kernel's code, compiled once; threads share what they are sent of it. */
export function kernelCode(): WebAssembly.Module {
  return (kernelModule ??= new WebAssembly.Module(
    Uint8Array.from(atob(kernelBase64), (byte) => byte.charCodeAt(0)),
  ))
}
