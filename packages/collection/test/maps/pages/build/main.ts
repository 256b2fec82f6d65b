/** A page as bundlers make it, whose worker makes maps. `make(lists)` is for the test to call. */
const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })

const make = (lists: unknown): Promise<unknown> =>
  new Promise((resolve) => {
    worker.addEventListener('message', (event) => resolve(event.data), { once: true })
    worker.postMessage(lists, [])
  })

Object.assign(globalThis, { make })
