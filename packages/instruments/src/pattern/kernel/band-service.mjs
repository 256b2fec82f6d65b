/** What a worker does, the same in Node and in browsers: it keeps scenes by number and renders bands of them. */
import { openMachine } from './machine.mjs'

/**
 * @typedef {(
 *   | { readonly type: 'code', readonly code: WebAssembly.Module }
 *   | { readonly type: 'scene', readonly scene: number, readonly packed: import('./pack.ts').PackedScene }
 *   | { readonly type: 'forget', readonly scene: number }
 *   | { readonly type: 'band', readonly scene: number, readonly top: number, readonly rows: number }
 * )} BandOrder
 * What a worker is told. `code` comes first, and a scene before its bands. Bands are answered in their order.
 */

/**
 * @typedef {(
 *   | { readonly data: Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Float32Array<ArrayBuffer> }
 *   | { readonly problem: string }
 * )} BandAnswer
 * What a worker says to `band`.
 */

/**
 * @param {(answer: BandAnswer, transfer: ArrayBuffer[]) => void} say
 * @returns {(order: BandOrder) => void}
 */
export function serveBands(say) {
  /** @type {Map<number, import('./pack.ts').PackedScene>} */
  const scenes = new Map()
  /** @type {ReturnType<typeof openMachine> | undefined} */
  let machine
  /** @type {number | undefined} */
  let loaded
  return (order) => {
    if (order.type === 'code') machine = openMachine(order.code)
    else if (order.type === 'scene') scenes.set(order.scene, order.packed)
    else if (order.type === 'forget') scenes.delete(order.scene)
    else {
      try {
        const packed = scenes.get(order.scene)
        if (machine === undefined || packed === undefined) throw new Error(`Scene ${order.scene} was never sent.`)
        if (loaded !== order.scene) {
          loaded = undefined
          machine.load(packed)
          loaded = order.scene
        }
        const data = machine.render(order.top, order.rows)
        say({ data }, [data.buffer])
      } catch (error) {
        say({ problem: error instanceof Error ? error.message : String(error) }, [])
      }
    }
  }
}
