/** The encoder's loops in WebAssembly (`assembly/`), as functions. They compute with whole numbers only. */
import { pngBase64 } from './module.ts'

/** What `assembly/index.ts` exports. Addresses are in `memory`. */
export interface PngMachine {
  readonly memory: WebAssembly.Memory
  readonly prepare: (rowBytes: number, pixelBytes: number, deep: boolean, rows: number) => number
  readonly results: () => number
  readonly filter: (rows: number, held: number) => void
  /** Takes its bytes where `buffer` says. */
  readonly adler: (before: number, count: number) => number
  readonly buffer: (bytes: number) => number
}

let code: WebAssembly.Module | undefined

/** An encoder's loops, with memory of their own. */
export function openPngMachine(): PngMachine {
  code ??= new WebAssembly.Module(Uint8Array.from(atob(pngBase64), (byte) => byte.charCodeAt(0)))
  const fail = (): never => {
    throw new Error('The loops of the PNG encoder failed.')
  }
  return new WebAssembly.Instance(code, { env: { abort: fail } }).exports as unknown as PngMachine
}
