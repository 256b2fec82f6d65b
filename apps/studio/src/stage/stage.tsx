/** The picture, the largest thing in the room: wheel zooms, space or a drag pans, a click turns before and after. */
import { Maximize, Minus, Plus } from 'lucide-react'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { IconButton } from '../parts/icon-button.tsx'
import { NoteLine } from '../parts/note-line.tsx'
import { turn, useCanvas } from '../state/canvas.ts'
import { useRoom } from '../state/room.ts'
import { onStageKey } from './keys.ts'
import { createFader, type Fader } from './fade.ts'
import { listen } from './gestures.ts'
import { centre, fit, pan, zoomAbout, type Size, type View } from './view.ts'

/** Pixels of a canvas's longer side, at most: beyond, memory is better spent elsewhere. */
const largest = 4096

const still = matchMedia('(prefers-reduced-motion: reduce)')

/** The stage. `caption` names what is on it for those who do not see it. */
export function Stage({ caption, children }: { caption: string; children?: React.ReactNode }) {
  const { before, after, film, side } = useCanvas()
  const folded = useRoom((room) => room.folded)
  const frame = useRef<HTMLDivElement>(null)
  const below = useRef<HTMLCanvasElement>(null)
  const above = useRef<HTMLCanvasElement>(null)
  const faders = useRef<{ below: Fader; above: Fader }>(undefined)
  const [stage, setStage] = useState<Size>({ width: 0, height: 0 })
  /** Undefined: fitted, and stays so when the stage changes its size. */
  const [chosen, setChosen] = useState<View>()
  const size = sizeOf(before, after)
  const picture = size && { width: size.width, height: size.height }
  const margin = folded ? 0 : Math.min(32, stage.width / 24)
  const view = picture && (chosen ?? fit(picture, stage, margin))

  useEffect(() => {
    const element = frame.current!
    const observer = new ResizeObserver(() => setStage({ width: element.clientWidth, height: element.clientHeight }))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])

  useLayoutEffect(() => {
    faders.current = { below: createFader(below.current!), above: createFader(above.current!) }
    return () => {
      faders.current?.below.close()
      faders.current?.above.close()
    }
  }, [])

  const { width = 0, height = 0 } = picture ?? {}
  useLayoutEffect(() => {
    for (const canvas of [below.current!, above.current!]) {
      const scale = Math.min(1, largest / Math.max(width, height))
      canvas.width = Math.round(width * scale)
      canvas.height = Math.round(height * scale)
    }
    setChosen(undefined)
  }, [width, height])
  useEffect(() => faders.current!.below.show(before, still.matches), [before, width, height])
  useEffect(() => faders.current!.above.show(after, still.matches), [after, width, height])

  const latest = useRef({ view, picture, stage })
  useLayoutEffect(() => {
    latest.current = { view, picture, stage }
  })
  const zoom = (factor: number, x = stage.width / 2, y = stage.height / 2) => {
    const { view: now } = latest.current
    if (now) setChosen(zoomAbout(now, x, y, factor))
  }
  const move = (dx: number, dy: number) => {
    const { view: now, picture: size, stage: room } = latest.current
    if (now && size) setChosen(pan(now, dx, dy, size, room))
  }
  const space = useRef(false)
  useEffect(
    () =>
      listen(frame.current!, {
        zoom: (x, y, factor) => zoom(factor, x, y),
        pan: move,
        click: turn,
        grabbing: () => space.current,
        view: () => latest.current.view!,
      }),
    [],
  )
  useEffect(() => {
    const keys = onStageKey({
      zoom,
      pan: move,
      fit: () => setChosen(undefined),
      actualSize: () => {
        const { picture: now, stage: room } = latest.current
        if (now) setChosen(centre(now, room, 1 / devicePixelRatio))
      },
      turn,
      space: (held) => {
        space.current = held
        frame.current!.dataset['grab'] = String(held)
      },
    })
    return keys
  }, [])

  const style = view && picture && {
    width: picture.width,
    height: picture.height,
    transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale})`,
  }
  return (
    <section className="stage" aria-label="Picture">
      <div className="stage-frame" ref={frame} tabIndex={0} role="img" aria-label={caption} data-side={side}>
        <div className="stage-picture" style={style} data-pixels={view && view.scale > 4}>
          <canvas ref={below} aria-hidden="true" />
          <canvas ref={above} aria-hidden="true" className="stage-after" data-hidden={side === 'before'} />
          {film && <img src={film} alt="" className="stage-after" data-hidden={side === 'before'} draggable={false} />}
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
        <div className="stage-zoom" role="group" aria-label="Zoom">
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
