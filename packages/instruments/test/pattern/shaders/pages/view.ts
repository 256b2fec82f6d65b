/** In the page: plays a view on the page itself or in a worker, and tells what came when. */
import type { PatternScene } from '../../../../src/pattern/scene.ts'
import type { ViewStats } from '../../../../src/pattern/shaders/view.ts'
import type { Answer, Order } from './session.worker.ts'
import { openSession, type Event, type ViewKind } from './session.ts'

export interface ViewRequest {
  readonly kind: ViewKind
  readonly where: 'page' | 'worker'
  readonly size: number
  /** Each is shown and waited for, and then a pause made. */
  readonly still: readonly PatternScene[]
  readonly pause: number
  /** Then one is shown every frame; the last one is waited for and read. */
  readonly dragged: readonly PatternScene[]
}

export interface ViewReport {
  readonly events: readonly Event[]
  readonly troubles: readonly string[]
  readonly stats: ViewStats
  /** Milliseconds of the longest task of the page while scenes were dragged; 0 where none had 50. */
  readonly longest: number
  /** RGBA of the last scene, from the top. */
  readonly pixels: Uint8Array
}

export default async function page(request: ViewRequest): Promise<ViewReport> {
  const canvas = document.createElement('canvas')
  canvas.width = request.size
  canvas.height = request.size
  document.body.append(canvas)
  const events: Event[] = []
  const troubles: string[] = []
  const finished = new Map<number, () => void>()
  const tell = {
    event(event: Event) {
      events.push(event)
      if (event.stage === 'full') finished.get(event.scene)?.()
    },
    trouble: (text: string) => void troubles.push(text),
  }
  const play = request.where === 'page' ? onPage(canvas, request.kind, tell) : inWorker(canvas, request.kind, tell)
  let number = 0
  for (const scene of request.still) {
    const done = new Promise<void>((resolve) => finished.set(number, resolve))
    void play(number++, scene, false)
    await done
    await pause(request.pause)
  }
  const longest = longestTask()
  let last: ReturnType<typeof play>
  for (const [index, scene] of request.dragged.entries()) {
    last = play(number++, scene, index === request.dragged.length - 1)
    await new Promise(requestAnimationFrame)
  }
  const result = await last!
  await pause(100)
  return { events, troubles, longest: longest(), ...result }
}

type Result = Pick<ViewReport, 'pixels' | 'stats'>
type Play = (number: number, scene: PatternScene, read: boolean) => Promise<Result> | undefined
interface Tell {
  readonly event: (event: Event) => void
  readonly trouble: (text: string) => void
}

function onPage(canvas: HTMLCanvasElement, kind: ViewKind, tell: Tell): Play {
  const session = openSession(canvas, kind, tell)
  return (number, scene, read) => {
    const pixels = read ? session.pixelsOf(number) : undefined
    session.show(number, scene)
    return pixels?.then((found) => ({ pixels: found, stats: session.stats() }))
  }
}

function inWorker(canvas: HTMLCanvasElement, kind: ViewKind, tell: Tell): Play {
  const worker = new Worker(new URL('./session.worker.ts', import.meta.url), { type: 'module' })
  const send = (order: Order, transfer: Transferable[] = []): void => worker.postMessage(order, transfer)
  let heard: (result: Result) => void = () => undefined
  worker.addEventListener('error', (event) => tell.trouble(event.message))
  worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
    if (data.type === 'event') tell.event(data.event)
    else if (data.type === 'trouble') tell.trouble(data.text)
    else heard(data)
  })
  const offscreen = canvas.transferControlToOffscreen()
  send({ type: 'open', canvas: offscreen, kind }, [offscreen])
  return (number, scene, read) => {
    const result = read ? new Promise<Result>((resolve) => (heard = resolve)) : undefined
    send({ type: 'show', number, scene, read })
    return result
  }
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

function longestTask(): () => number {
  let longest = 0
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) longest = Math.max(longest, entry.duration)
  })
  observer.observe({ type: 'longtask' })
  return () => longest
}
