/** The picture, the largest thing in the room: wheel zooms, space or a drag pans, a click does what the page says. */
import { Maximize, Minus, Plus } from 'lucide-react'
import { useEffect, useEffectEvent, useMemo, useRef, useState, type ReactNode } from 'react'
import { IconButton } from '../parts/icon-button.tsx'
import { NoteLine } from '../parts/note-line.tsx'
import { useRoom } from '../state/room.ts'
import { onStageKey } from './keys.ts'
import { listen } from './gestures.ts'
import { centre, fit, pan, zoomAbout, type Size, type View } from './view.ts'

interface StageProps {
  /** Names what is on the stage for those who do not see it. */
  readonly caption: string
  /** Of the picture, in its pixels; undefined while there is none. */
  readonly size: Size | undefined
  /** What is drawn, as large as `size`: elements that fill their place. */
  readonly picture: ReactNode
  /** A click on the picture, or the key B. */
  readonly onTurn?: () => void
  /** A click on the stage, in the picture's pixels. */
  readonly onPoint?: (x: number, y: number) => void
  /** Told of the scale at which the picture is shown, in the device's pixels for one of its own. */
  readonly onScale?: (scale: number) => void
  /** Further buttons beside those that zoom. */
  readonly tools?: ReactNode
  /** Stands over the picture. */
  readonly children?: ReactNode
}

/** CSS pixels that the caption needs below a fitted picture, besides its margin. */
const captionRoom = 24

/** The stage. */
export function Stage({ caption, size, picture: content, onTurn, onPoint, onScale, tools, children }: StageProps) {
  const folded = useRoom((room) => room.folded)
  const frame = useRef<HTMLDivElement>(null)
  const [stage, setStage] = useState<Size>({ width: 0, height: 0 })
  /** The view that a person chose, for a picture of that size; else the picture is fitted and stays so. */
  const [chosen, setChosen] = useState<{ readonly view: View; readonly of: Size }>()
  const { width, height } = size ?? { width: 0, height: 0 }
  const picture = useMemo(() => (width > 0 ? { width, height } : undefined), [width, height])
  const margin = folded ? 0 : Math.min(32, stage.width / 24)
  const isChosen = chosen && chosen.of.width === width && chosen.of.height === height
  const bottom = folded ? 0 : captionRoom
  const view = isChosen ? chosen.view : picture && fit(picture, { ...stage, height: stage.height - bottom }, margin)

  useEffect(() => {
    const element = frame.current!
    const observer = new ResizeObserver(() =>
      setStage({ width: element.clientWidth, height: element.clientHeight }),
    )
    observer.observe(element)
    return () => observer.disconnect()
  }, [])

  const scale = stage.width > 0 ? view?.scale : undefined
  const tellScale = useEffectEvent((now: number) => onScale?.(now * devicePixelRatio))
  useEffect(() => {
    if (scale !== undefined) tellScale(scale)
  }, [scale])

  const choose = (next: View | undefined) => setChosen(next && picture && { view: next, of: picture })
  const zoom = (factor: number, x = stage.width / 2, y = stage.height / 2) =>
    view && choose(zoomAbout(view, x, y, factor))
  const onZoom = useEffectEvent((x: number, y: number, factor: number) => zoom(factor, x, y))
  const onPan = useEffectEvent(
    (dx: number, dy: number) => view && picture && choose(pan(view, dx, dy, picture, stage)),
  )
  const onKeyZoom = useEffectEvent((factor: number) => zoom(factor))
  const onActualSize = useEffectEvent(() => picture && choose(centre(picture, stage, 1 / devicePixelRatio)))
  const onClick = useEffectEvent(() => onTurn?.())
  const onPlace = useEffectEvent((x: number, y: number) => {
    onTurn?.()
    if (view) onPoint?.((x - view.x) / view.scale, (y - view.y) / view.scale)
  })
  useEffect(() => {
    const element = frame.current!
    let isSpaceHeld = false
    const stopGestures = listen(element, {
      zoom: (x, y, factor) => onZoom(x, y, factor),
      pan: (dx, dy) => onPan(dx, dy),
      click: (x, y) => onPlace(x, y),
      grabbing: () => isSpaceHeld,
    })
    const stopKeys = onStageKey({
      zoom: (factor) => onKeyZoom(factor),
      pan: (dx, dy) => onPan(dx, dy),
      fit: () => setChosen(undefined),
      actualSize: () => onActualSize(),
      turn: () => onClick(),
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
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex, jsx-a11y/prefer-tag-over-role -- keys pan and zoom it; what is drawn in it is one picture */}
      <div className="stage-frame" ref={frame} tabIndex={0} role="img" aria-label={caption}>
        <div className="stage-picture" style={style} data-pixels={view && view.scale > 4}>
          {content}
        </div>
      </div>
      <NoteLine place="stage" />
      {children}
      {picture && (
        <div className="stage-zoom">
          {tools}
          <div className="stage-scale">
            <IconButton name="Smaller" keys="−" onPress={() => zoom(1 / 1.25)} icon={Minus} />
            <span className="figure">{Math.round((view?.scale ?? 1) * devicePixelRatio * 100)} %</span>
            <IconButton name="Larger" keys="+" onPress={() => zoom(1.25)} icon={Plus} />
          </div>
          <IconButton name="Whole picture" keys="0" onPress={() => setChosen(undefined)} icon={Maximize} />
        </div>
      )}
    </section>
  )
}
