/** In the page: a view whose GPU is lost and comes back. */
import type { PatternScene } from '../../../../src/pattern/scene.ts'
import type { ViewStats } from '../../../../src/pattern/shaders/view.ts'
import { openSession, type Session, type ViewKind } from './session.ts'

export interface LossRequest {
  readonly kind: ViewKind
  readonly size: number
  readonly before: PatternScene
  readonly during: PatternScene
  readonly after: PatternScene
}

/** What was shown, and by what. */
export type Shown = ViewStats & { readonly pixels: Uint8Array }

export interface LossReport {
  readonly before: Shown
  /** Absent of a view that can only wait. */
  readonly during: Shown | undefined
  readonly returned: Shown | undefined
  readonly after: Shown
  readonly troubles: readonly string[]
}

export default async function page(request: LossRequest): Promise<LossReport> {
  const canvas = document.createElement('canvas')
  canvas.width = request.size
  canvas.height = request.size
  document.body.append(canvas)
  const troubles: string[] = []
  const session = openSession(canvas, request.kind, {
    event: () => undefined,
    trouble: (text) => void troubles.push(text),
  })
  let number = 0
  const shown = async (scene: PatternScene, meanwhile?: () => Promise<void>): Promise<Shown> => {
    const pixels = session.pixelsOf(number)
    session.show(number++, scene)
    await meanwhile?.()
    return { pixels: await pixels, ...session.stats() }
  }
  const chosen = request.kind !== 'webgl'
  await shown(request.before)
  if (chosen) await decided(session)
  const before = await shown(request.before)
  session.loseContext()
  await pause(50)
  const restore = async (): Promise<void> => {
    await pause(200)
    session.restoreContext()
  }
  const during = chosen ? await shown(request.during) : undefined
  if (chosen) await restore()
  const returned = chosen ? undefined : await shown(request.during, restore)
  await pause(200)
  return { before, during, returned, after: await shown(request.after), troubles }
}

/** Waits until the GPU has been tried. */
async function decided(session: Session): Promise<void> {
  while (!session.stats().why.startsWith('The GPU draws')) await pause(50)
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))
