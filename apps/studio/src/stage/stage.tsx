/** The picture, the largest thing in the room: wheel zooms, space or a drag pans, a click turns before and after. */
import { Maximize, Minus, Plus } from 'lucide-react'
import { useEffect, useEffectEvent, useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { IconButton } from '../parts/icon-button.tsx'
import { NoteLine } from '../parts/note-line.tsx'
import { turn, useCanvas } from '../state/canvas.ts'
import { useRoom } from '../state/room.ts'
import { onStageKey } from './keys.ts'
import { createFader, type Fader } from './fade.ts'
import { listen } from './gestures.ts'
import { centre, fit, pan, zoomAbout, type Size, type View } from './view.ts'

const still = matchMedia('(prefers-reduced-motion: reduce)')

/** The stage. `caption` names what is on it for those who do not see it. */
export function Stage({ caption, children }: { caption: string; children?: ReactNode }) {
  const { before, after, film, side } = useCanvas()
  const folded = useRoom((room) => room.folded)
  const frame = useRef<HTMLDivElement>(null)
  const below = useRef<HTMLCanvasElement>(null)
  const above = useRef<HTMLCanvasElement>(null)
  const [stage, setStage] = useState<Size>({ width: 0, height: 0 })
  /** The view that a person chose, for a picture of that size; else the picture is fitted and stays so. */
  const [chosen, setChosen] = useState<{ readonly view: View; readonly of: Size }>()
  const { width, height } = sizeOf(before, after) ?? { width: 0, height: 0 }
  const picture = useMemo(() => (width > 0 ? { width, height } : undefined), [width, height])
  const margin = folded ? 0 : Math.min(32, stage.width / 24)
  const isChosen = chosen && chosen.of.width === width && chosen.of.height === height
  const view = isChosen ? chosen.view : picture && fit(picture, stage, margin)

  useEffect(() => {
    const element = frame.current!
    const observer = new ResizeObserver(() =>
      setStage({ width: element.clientWidth, height: element.clientHeight }),
    )
    observer.observe(element)
    return () => observer.disconnect()
  }, [])

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

  const choose = (next: View | undefined) => setChosen(next && picture && { view: next, of: picture })
  const zoom = (factor: number, x = stage.width / 2, y = stage.height / 2) =>
    view && choose(zoomAbout(view, x, y, factor))
  const onZoom = useEffectEvent((x: number, y: number, factor: number) => zoom(factor, x, y))
  const onPan = useEffectEvent(
    (dx: number, dy: number) => view && picture && choose(pan(view, dx, dy, picture, stage)),
  )
  const onKeyZoom = useEffectEvent((factor: number) => zoom(factor))
  const onActualSize = useEffectEvent(() => picture && choose(centre(picture, stage, 1 / devicePixelRatio)))
  useEffect(() => {
    const element = frame.current!
    let isSpaceHeld = false
    const stopGestures = listen(element, {
      zoom: (x, y, factor) => onZoom(x, y, factor),
      pan: (dx, dy) => onPan(dx, dy),
      click: turn,
      grabbing: () => isSpaceHeld,
    })
    const stopKeys = onStageKey({
      zoom: (factor) => onKeyZoom(factor),
      pan: (dx, dy) => onPan(dx, dy),
      fit: () => setChosen(undefined),
      actualSize: () => onActualSize(),
      turn,
      space: (held) => {
        isSpaceHeld = held
        element.dataset['grab'] = String(held)
      },
    })
    return () => {
      stopGestures()
      stopKeys()
    }
  }, [])

  const style = view &&
    picture && {
      width: picture.width,
      height: picture.height,
      transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale})`,
    }
  return (
    <section className="stage" aria-label="Canvas">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex, jsx-a11y/prefer-tag-over-role -- keys pan and zoom it; two canvases are one picture */}
      <div className="stage-frame" ref={frame} tabIndex={0} role="img" aria-label={caption} data-side={side}>
        <div className="stage-picture" style={style} data-pixels={view && view.scale > 4}>
          <canvas ref={below} aria-hidden="true" />
          <canvas ref={above} aria-hidden="true" className="stage-after" data-hidden={side === 'before'} />
          {film && (
            <img src={film} alt="" className="stage-after" data-hidden={side === 'before'} draggable={false} />
          )}
        </div>
      </div>
      {after && (
        <button className="stage-side" type="button" aria-pressed={side === 'before'} onClick={turn}>
          {side === 'before' ? 'Before' : 'After'}
        </button>
      )}
      <NoteLine place="stage" />
      {children}
      {picture && (
        <div className="stage-zoom">
          <IconButton name="Smaller" keys="−" onPress={() => zoom(1 / 1.25)} icon={Minus} />
          <span className="figure">{Math.round((view?.scale ?? 1) * devicePixelRatio * 100)} %</span>
          <IconButton name="Larger" keys="+" onPress={() => zoom(1.25)} icon={Plus} />
          <IconButton name="Whole picture" keys="0" onPress={() => setChosen(undefined)} icon={Maximize} />
        </div>
      )}
    </section>
  )
}

/**
 * The size of what is shown. A live preview of an early octave is smaller than the picture and grows in its place; a
 * result of another shape (a sheet of many) has a place of its own.
 */
function sizeOf(before: Size | undefined, after: Size | undefined): Size | undefined {
  if (!before || !after) return before ?? after
  const ratio = (after.width * before.height) / (after.height * before.width)
  return Math.abs(ratio - 1) < 0.05 ? before : after
}
