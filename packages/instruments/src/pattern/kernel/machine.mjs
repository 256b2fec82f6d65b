/**
 * The kernel's WebAssembly module at work, in whatever thread.
 *
 * JavaScript, as are the workers around it: Node starts them as they are, from sources and from what `npm pack` makes. A
 * compiler for TypeScript would take longer to start in each worker than most patterns take.
 */

/**
 * @typedef {object} KernelExports
 * @property {WebAssembly.Memory} memory
 * @property {(bytes: number) => number} reserve
 * @property {() => void} open
 * @property {(index: number) => number} row
 */

/**
 * @param {WebAssembly.Module} code
 * @returns {import('./kernel.ts').BandKernel}
 */
export function openMachine(code) {
  const { exports } = new WebAssembly.Instance(code)
  const kernel = /** @type {KernelExports} */ (/** @type {unknown} */ (exports))
  /** @type {Omit<import('./pack.ts').PackedScene, 'buffer'> | undefined} */
  let scene
  return {
    load({ buffer, ...rest }) {
      scene = undefined
      try {
        const place = kernel.reserve(buffer.byteLength)
        new Uint8Array(kernel.memory.buffer).set(new Uint8Array(buffer), place)
        kernel.open()
      } catch (cause) {
        const found = `its scene alone is ${buffer.byteLength} bytes`
        throw new Error(
          `The pattern needs more memory than there is for it: ${found}. Make the network or the extra picture smaller.`,
          { cause },
        )
      }
      scene = rest
    },
    render(top, rows) {
      if (scene === undefined) throw new Error('No scene is loaded: call load before render.')
      const { width, height, channels, depth } = scene
      if (!Number.isInteger(top) || !Number.isInteger(rows) || top < 0 || rows < 1 || top + rows > height)
        throw new Error(`Rows ${top} to ${top + rows - 1} are not in a picture of ${height} rows.`)
      const values = width * channels
      const length = rows * values
      const data =
        depth === 8 ? new Uint8Array(length) : depth === 16 ? new Uint16Array(length) : new Float32Array(length)
      const bytes = new Uint8Array(data.buffer)
      const line = values * data.BYTES_PER_ELEMENT
      for (let row = 0; row < rows; row++) {
        const place = kernel.row(top + row)
        bytes.set(new Uint8Array(kernel.memory.buffer, place, line), row * line)
      }
      return data
    },
  }
}
