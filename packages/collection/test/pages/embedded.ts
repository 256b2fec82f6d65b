/** Reads a picture's metadata where the Studio does: in a worker, which has no DOM. */
import type { Metadata } from '../../src/metadata/metadata.ts'

export default function run(bytes: Uint8Array): Promise<Metadata> {
  const worker = new Worker(new URL('./embedded.worker.ts', import.meta.url), { type: 'module' })
  return new Promise((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<Metadata>) => resolve(data))
    worker.addEventListener('error', ({ message }) => reject(new Error(message)))
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker is of one origin
    worker.postMessage(bytes)
  })
}
