/** A session in a worker, on a canvas that the page gave away. */
import type { PatternScene } from '../../../../src/pattern/scene.ts'
import { openSession, type Event, type Session, type ViewKind } from './session.ts'

export type Order =
  | { readonly type: 'open'; readonly canvas: OffscreenCanvas; readonly kind: ViewKind }
  | { readonly type: 'show'; readonly number: number; readonly scene: PatternScene; readonly read: boolean }

export type Answer =
  | { readonly type: 'event'; readonly event: Event }
  | { readonly type: 'trouble'; readonly text: string }
  | { readonly type: 'pixels'; readonly pixels: Uint8Array; readonly stats: ReturnType<Session['stats']> }

const say = (answer: Answer): void => postMessage(answer)
let session: Session | undefined

addEventListener('message', ({ data }: MessageEvent<Order>) => {
  if (data.type === 'open') {
    session = openSession(data.canvas, data.kind, {
      event: (event) => say({ type: 'event', event }),
      trouble: (text) => say({ type: 'trouble', text }),
    })
    return
  }
  if (data.read)
    void session!.pixelsOf(data.number).then((pixels) => say({ type: 'pixels', pixels, stats: session!.stats() }))
  session!.show(data.number, data.scene)
})
