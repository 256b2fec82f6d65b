/** Two latents as a plane to play on, with the pictures that lie there as its ground. */
import { useEffect, useEffectEvent, useMemo, useRef, type KeyboardEvent, type PointerEvent } from 'react'
import { proxy } from 'comlink'
import { settingsOf, useDocument } from '../state/document.ts'
import { inputsOf } from '../state/run.ts'
import { patterns } from '../workers/pattern-client.ts'
import { freeLatents, placed, placeLatents } from './latents.ts'
import { latentsNow, useLatents, usePicture } from './live.ts'

/** Pictures of the ground, across and down. */
const across = 6
const down = 4
/** Pixels of the screen between them. */
const gap = 2
/** Milliseconds that a pattern must rest before its ground is drawn. */
const patience = 200
const step = 0.02
/** The pad reaches somewhat farther than the sliders, so that its edges are no place to be stuck at. */
const margin = 1.15

interface PadProps {
  /** Numbers of the latent that runs to the right, and of the one that runs up. */
  readonly pair: readonly [number, number]
}

/** The pad. */
export function LatentPad({ pair }: PadProps) {
  const latents = useLatents()
  const moving = usePicture((picture) => picture.moving)
  const [x, y] = [latents[pair[0]] ?? 0, latents[pair[1]] ?? 0]
  const extent = margin * extentOf(x, y)
  const ground = useRef<HTMLCanvasElement>(null)
  useGround(ground, pair, extent)
  const waiting = useRef<{ readonly frame: number; next: readonly [number, number] }>(undefined)

  const set = (next: readonly [number, number]) => {
    const clamped = next.map((value) => Number(Math.min(extent, Math.max(-extent, value)).toFixed(3)))
    const all = latentsNow().map((latent, index) => clamped[pair.indexOf(index)] ?? latent)
    placeLatents(all, `Z${pair[0] + 1}, Z${pair[1] + 1}`)
  }
  /** One change a frame, however often the pointer tells of itself. */
  const setSoon = (next: readonly [number, number]) => {
    if (waiting.current) {
      waiting.current.next = next
      return
    }
    const frame = requestAnimationFrame(() => {
      const { next: last } = waiting.current!
      waiting.current = undefined
      set(last)
    })
    waiting.current = { frame, next }
  }
  const point = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    setSoon([
      (((event.clientX - box.left) / box.width) * 2 - 1) * extent,
      (1 - ((event.clientY - box.top) / box.height) * 2) * extent,
    ])
  }
  const key = (event: KeyboardEvent) => {
    const stride = event.shiftKey ? 5 * step : step
    // Keys may come faster than the page is drawn.
    const now = latentsNow()
    const [x, y] = [now[pair[0]] ?? 0, now[pair[1]] ?? 0]
    const moves: Readonly<Record<string, readonly [number, number]>> = {
      ArrowLeft: [x - stride, y],
      ArrowRight: [x + stride, y],
      ArrowUp: [x, y + stride],
      ArrowDown: [x, y - stride],
      PageUp: [x, y + 10 * step],
      PageDown: [x, y - 10 * step],
    }
    const next = moves[event.key]
    if (next) set(next)
    else if (event.key === 'Home' || event.key === 'Delete') freeLatents()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const place = (values: readonly number[]) => ({
    left: `${50 + (50 * (values[pair[0]] ?? 0)) / extent}%`,
    top: `${50 - (50 * (values[pair[1]] ?? 0)) / extent}%`,
  })
  const names = `Z${pair[0] + 1} and Z${pair[1] + 1}`
  return (
    <div
      className="pad"
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an input slides in one direction, this in two
      role="slider"
      tabIndex={0}
      aria-label={`Latents ${names}`}
      aria-valuemin={-extent}
      aria-valuemax={extent}
      aria-valuenow={x}
      aria-valuetext={`Z${pair[0] + 1} ${x.toFixed(2)}, Z${pair[1] + 1} ${y.toFixed(2)}`}
      title="Drag to play. Double click: back to chance"
      onPointerDown={(event) => {
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        event.currentTarget.focus({ preventScroll: true })
        point(event)
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) point(event)
      }}
      onDoubleClick={() => {
        if (waiting.current) cancelAnimationFrame(waiting.current.frame)
        waiting.current = undefined
        freeLatents()
      }}
      onKeyDown={key}
    >
      <canvas ref={ground} width={1} height={1} aria-hidden="true" />
      {moving && <span className="pad-moving" style={place(moving)} />}
      <span className="pad-thumb" style={place(latents)} />
    </div>
  )
}

/** How far sliders reach: where the network was made to be played, and farther where the latents are. */
export function extentOf(x: number, y: number): number {
  const far = Math.max(Math.abs(x), Math.abs(y))
  return [1, 2, 4, 10].find((extent) => far <= extent) ?? 10
}

/** Draws the ground, again and again as the pattern changes; the pair itself may move without changing it. */
function useGround(
  canvas: React.RefObject<HTMLCanvasElement | null>,
  pair: readonly [number, number],
  extent: number,
): void {
  const settings = useDocument((document) => document)
  const latents = useLatents()
  const [first, second] = pair
  const wanted = useMemo(() => {
    const flat = latents.map((latent, index) => (index === first || index === second ? 0 : latent))
    const still = { ...settingsOf(settings), ...placed(settings, flat) }
    return latents.length > Math.max(first, second) ? JSON.stringify([still, flat, extent]) : undefined
  }, [settings, latents, first, second, extent])
  const draw = useEffectEvent(async () => {
    const element = canvas.current
    if (!element || wanted === undefined) return
    const box = element.getBoundingClientRect()
    const cell = {
      width: Math.max(1, Math.round((box.width * devicePixelRatio + gap) / across) - gap),
      height: Math.max(1, Math.round((box.height * devicePixelRatio + gap) / down) - gap),
    }
    const pattern = await inputsOf(settingsOf(useDocument.getState()))
    const of = Array.from({ length: across * down }, (_, index) => {
      const place = (at: number, count: number) => extent * ((2 * at + 1) / count - 1)
      const [column, row] = [index % across, Math.floor(index / across)]
      return {
        pattern,
        latents: latents.map((latent, number) =>
          number === first ? place(column, across) : number === second ? -place(row, down) : latent,
        ),
      }
    })
    const context = element.getContext('2d')!
    const { width, height } = { width: (cell.width + gap) * across - gap, height: (cell.height + gap) * down - gap }
    if (element.width !== width || element.height !== height) Object.assign(element, { width, height })
    const put = (index: number, bitmap: ImageBitmap) => {
      context.drawImage(
        bitmap,
        (index % across) * (cell.width + gap),
        Math.floor(index / across) * (cell.height + gap),
      )
      bitmap.close()
    }
    // What cannot be drawn is spoken of at the picture itself.
    await patterns()
      .small({ name: 'pad', of, ...cell }, proxy(put))
      .catch(() => undefined)
  })
  useEffect(() => {
    if (wanted === undefined) return undefined
    const timer = setTimeout(() => void draw(), patience)
    return () => clearTimeout(timer)
  }, [wanted])
}
