/** A picture and what was made of it, one over the other; a click turns between them. */
import { useLayoutEffect, useRef } from 'react'
import { turn, useCanvas } from '../state/canvas.ts'
import { createFader, type Fader } from './fade.ts'
import type { Size } from './view.ts'

const still = matchMedia('(prefers-reduced-motion: reduce)')

/** The two, for the stage's `picture`. */
export function BeforeAfter() {
  const { before, after, film, side } = useCanvas()
  const { width, height } = sizeOf(before, after) ?? { width: 0, height: 0 }
  const below = useRef<HTMLCanvasElement>(null)
  const above = useRef<HTMLCanvasElement>(null)
  const faders = useRef<{ readonly below: Fader; readonly above: Fader }>(undefined)
  useLayoutEffect(() => {
    const made = { below: createFader(below.current!), above: createFader(above.current!) }
    faders.current = made
    return () => {
      made.below.close()
      made.above.close()
    }
  }, [])
  useLayoutEffect(
    () => faders.current!.below.show(before, { width, height }, still.matches),
    [before, width, height],
  )
  useLayoutEffect(() => faders.current!.above.show(after, { width, height }, still.matches), [after, width, height])
  return (
    <>
      <canvas ref={below} aria-hidden="true" />
      <canvas ref={above} aria-hidden="true" className="stage-after" data-hidden={side === 'before'} />
      {film && <img src={film} alt="" className="stage-after" data-hidden={side === 'before'} draggable={false} />}
    </>
  )
}

/** Which of the two is shown, as a button; nothing while there is only one. */
export function Side() {
  const { after, side } = useCanvas()
  if (!after) return null
  return (
    <button className="stage-side" type="button" aria-pressed={side === 'before'} onClick={turn}>
      {side === 'before' ? 'Before' : 'After'}
    </button>
  )
}

/**
 * The size of what is shown. A live preview of an early octave is smaller than the picture and grows in its place; a
 * result of another shape (a sheet of many) has a place of its own.
 */
export function sizeOf(before: Size | undefined, after: Size | undefined): Size | undefined {
  if (!before || !after) return before ?? after
  const ratio = (after.width * before.height) / (after.height * before.width)
  return Math.abs(ratio - 1) < 0.05 ? before : after
}
