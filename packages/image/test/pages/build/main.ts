/** A page as bundlers make it: pictures are read in a worker. `read(bytes)` is for the test to call. */
const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })

const read = (bytes: Uint8Array): Promise<unknown> =>
  new Promise((resolve) => {
    worker.addEventListener('message', (event) => resolve(event.data), { once: true })
    worker.postMessage(bytes, [])
  })

Object.assign(globalThis, { read })
