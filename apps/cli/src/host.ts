/** The world that instruments work in, in a terminal. */
import { createHost, type NodeHost } from '@reverie/instruments/node'
import type { Provider } from '@reverie/runtime'

/** A host whose work lets signals in between steps: ONNX Runtime computes on this very thread. */
export function openHost(provider: Provider | undefined): NodeHost {
  const host = createHost(provider === undefined ? {} : { provider })
  return { ...host, breathe: () => new Promise((resolve) => setImmediate(resolve)) }
}
