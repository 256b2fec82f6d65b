/**
 * The exact kernel as a value: load a packed scene, then take rows of it. Each kernel has memory of its own and works on
 * the thread that calls it.
 */
import type { Raster } from '@reverie/image'
import { InstrumentError } from '../../instrument.ts'
import type { PatternScene } from '../scene.ts'
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
  render(top: number, rows: number): Uint8Array | Uint16Array | Float32Array
}

interface Exports extends WebAssembly.Exports {
  readonly memory: WebAssembly.Memory
  reserve(bytes: number): number
  open(): void
  row(index: number): number
}

/** A kernel. */
export function createBandKernel(): BandKernel {
  const { exports } = new WebAssembly.Instance(compiled())
  const kernel = exports as Exports
  let scene: Omit<PackedScene, 'buffer'> | undefined
  return {
    load({ buffer, ...rest }) {
      scene = undefined
      try {
        const place = kernel.reserve(buffer.byteLength)
        new Uint8Array(kernel.memory.buffer).set(new Uint8Array(buffer), place)
        kernel.open()
      } catch (cause) {
        throw new InstrumentError(
          `The pattern needs more memory than there is for it: its scene alone is ${buffer.byteLength} bytes. Make the network smaller.`,
          { cause },
        )
      }
      scene = rest
    },
    render(top, rows) {
      if (scene === undefined) throw new InstrumentError('No scene is loaded: call load before render.')
      const { width, height, channels, depth } = scene
      if (!Number.isInteger(top) || !Number.isInteger(rows) || top < 0 || rows < 1 || top + rows > height)
        throw new InstrumentError(`Rows ${top} to ${top + rows} are not in a picture of ${height} rows.`)
      const size = width * channels
      const length = rows * size
      const data =
        depth === 8 ? new Uint8Array(length) : depth === 16 ? new Uint16Array(length) : new Float32Array(length)
      const bytes = new Uint8Array(data.buffer)
      const line = size * data.BYTES_PER_ELEMENT
      for (let row = 0; row < rows; row++) {
        const place = kernel.row(top + row)
        bytes.set(new Uint8Array(kernel.memory.buffer, place, line), row * line)
      }
      return data
    },
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

/** The kernel's code, compiled once a thread. */
function compiled(): WebAssembly.Module {
  return (kernelModule ??= new WebAssembly.Module(
    Uint8Array.from(atob(kernelBase64), (byte) => byte.charCodeAt(0)),
  ))
}
