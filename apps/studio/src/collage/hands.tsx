/**
 * Hands on the collage. A mouse takes a piece and moves it at once; a finger first taps it, so that the picture can be
 * moved by fingers too. Around the piece that is taken stand its handles: a corner resizes, the knob above turns; two
 * fingers do both. What a hand does is shown at once by the worker and becomes an edit when it lets go.
 */
import { useEffect, useEffectEvent, useRef, type CSSProperties } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { collages } from '../workers/collage-client.ts'
import { handle } from './edits.ts'
import { select, useCollage } from './live.ts'
import { cornersOf, pieceAt, placeAt, type Place } from './places.ts'

interface HandsProps {
  /** CSS pixels for one of the work. */
  readonly scale: number
}

/** What a hand does. */
interface Grip {
  readonly id: string
  readonly place: Place
  readonly kind: 'move' | 'size' | 'turn'
  /** Pointers that hold it: where they were laid on and where they are, in pixels of the work. */
  readonly pointers: Map<number, { from: readonly [number, number]; now: readonly [number, number] }>
  hasMoved: boolean
}

/** CSS pixels that a hand may tremble. */
const tremble = 3
const knob = 28
/** Around a handle, within which it is meant. */
const reach = matchMedia('(pointer: coarse)').matches ? 20 : 11

/** The layer of hands over the canvas. */
export function Hands({ scale }: HandsProps) {
  const layer = useRef<HTMLDivElement>(null)
  const grip = useRef<Grip>(undefined)
  const outline = useRef<SVGGElement>(null)
  const { pieces, places, selected } = useCollage(
    useShallow(({ pieces, places, selected }) => ({ pieces, places, selected })),
  )
  const index = pieces.findIndex(({ id }) => id === selected)
  const place = index >= 0 ? placeAt(places, index) : undefined

  const at = (event: { clientX: number; clientY: number }): readonly [number, number] => {
    const box = layer.current!.getBoundingClientRect()
    return [(event.clientX - box.left) / scale, (event.clientY - box.top) / scale]
  }
  const begin = (event: PointerEvent, kind: Grip['kind'], id: string, from: Place) => {
    const point = at(event)
    const held = grip.current
    event.stopPropagation()
    layer.current!.setPointerCapture(event.pointerId)
    const pointer = { from: point, now: point }
    if (held?.id === id) held.pointers.set(event.pointerId, pointer)
    else grip.current = { id, place: from, kind, pointers: new Map([[event.pointerId, pointer]]), hasMoved: false }
  }
  /** The outline follows the hand without waiting for the worker. */
  const draw = (held: Grip, { x, y, scale: grown, degrees }: ReturnType<typeof changeOf>) => {
    const { place: from } = held
    outline.current?.setAttribute(
      'transform',
      `translate(${x} ${y}) rotate(${degrees}) scale(${grown}) translate(${-from.x} ${-from.y})`,
    )
  }
  const down = useEffectEvent((event: PointerEvent) => {
    if (event.button !== 0 || layer.current?.closest('[data-grab=true]')) return
    const kind = event.target instanceof Element ? event.target.getAttribute('data-grip') : null
    if (kind && place && selected !== undefined) {
      begin(event, kind as Grip['kind'], selected, place)
      return
    }
    const isTouch = event.pointerType === 'touch'
    const second = grip.current
    // The second finger may lie anywhere.
    if (second && isTouch) {
      begin(event, second.kind, second.id, second.place)
      return
    }
    const hit = pieceAt(pieces, places, ...at(event), isTouch ? 12 / scale : 0)
    const id = pieces[hit]?.id
    if (id === undefined || (isTouch && id !== selected)) return
    begin(event, 'move', id, placeAt(places, hit))
    if (id !== selected) select(id)
  })
  const move = useEffectEvent((event: PointerEvent) => {
    const held = grip.current
    const pointer = held?.pointers.get(event.pointerId)
    if (!held && event.pointerType === 'mouse')
      layer.current!.dataset['over'] = String(pieceAt(pieces, places, ...at(event)) >= 0)
    if (!held || !pointer) return
    event.stopPropagation()
    pointer.now = at(event)
    const far = Math.hypot(pointer.now[0] - pointer.from[0], pointer.now[1] - pointer.from[1]) * scale
    if (!held.hasMoved && far < tremble) return
    held.hasMoved = true
    const change = changeOf(held)
    draw(held, change)
    void collages().hold({ id: held.id, ...change })
  })
  const up = useEffectEvent((event: PointerEvent) => {
    const held = grip.current
    if (!held?.pointers.has(event.pointerId)) return
    event.stopPropagation()
    const change = changeOf(held)
    held.pointers.delete(event.pointerId)
    // One of two fingers is gone: the work of both is done.
    if (held.pointers.size > 0 && !held.hasMoved) return
    grip.current = undefined
    if (!held.hasMoved) return
    const { room } = useCollage.getState()
    const isMoved = held.kind === 'move'
    handle(held.id, {
      ...(isMoved && { x: (change.x - room.left) / room.width, y: (change.y - room.top) / room.height }),
      scale: change.scale,
      degrees: change.degrees,
    })
  })
  // Not React's: they hear of a pointer before the stage does, which would move the picture.
  useEffect(() => {
    const element = layer.current!
    const listeners = {
      pointerdown: (event: PointerEvent) => down(event),
      pointermove: (event: PointerEvent) => move(event),
      pointerup: (event: PointerEvent) => up(event),
      pointercancel: (event: PointerEvent) => up(event),
    }
    for (const [name, listener] of Object.entries(listeners))
      element.addEventListener(name as 'pointerup', listener)
    return () => {
      for (const [name, listener] of Object.entries(listeners))
        element.removeEventListener(name as 'pointerup', listener)
    }
  }, [])
  // The settled place is where the hand left it.
  // oxlint-disable-next-line react/exhaustive-effect-dependencies -- these are what moves the outline
  useEffect(() => outline.current?.removeAttribute('transform'), [places, selected])

  return (
    <div ref={layer} className="hands">
      {place && selected !== undefined && (
        <svg className="hands-outline" aria-hidden="true" style={{ '--unit': `${1 / scale}px` } as CSSProperties}>
          <g ref={outline}>
            <Outline place={place} scale={scale} />
          </g>
        </svg>
      )}
    </div>
  )
}

interface OutlineProps {
  readonly place: Place
  readonly scale: number
}

function Outline({ place, scale }: OutlineProps) {
  const corners = cornersOf(place)
  const [[left, top], [right, upper]] = [corners[0]!, corners[1]!]
  const middle = [(left + right) / 2, (top + upper) / 2] as const
  const turn = (place.angle * Math.PI) / 180
  const handleAt = [
    middle[0] + (Math.sin(turn) * knob) / scale,
    middle[1] - (Math.cos(turn) * knob) / scale,
  ] as const
  const points = corners.map((corner) => corner.join(',')).join(' ')
  return (
    <>
      {(['under', 'over'] as const).map((name) => (
        <g key={name} className={`hands-${name}`}>
          <polygon points={points} />
          <line x1={middle[0]} y1={middle[1]} x2={handleAt[0]} y2={handleAt[1]} />
        </g>
      ))}
      {corners.map(([x, y], index) => (
        <Knob
          key={`${x} ${y}`}
          x={x}
          y={y}
          scale={scale}
          kind="size"
          cursor={index % 2 === 0 ? 'nwse-resize' : 'nesw-resize'}
        />
      ))}
      <Knob x={handleAt[0]} y={handleAt[1]} scale={scale} kind="turn" cursor="grab" />
    </>
  )
}

interface KnobProps {
  readonly x: number
  readonly y: number
  readonly scale: number
  readonly kind: Grip['kind']
  readonly cursor: string
}

/** A handle, with room around it for a finger. */
function Knob({ x, y, scale, kind, cursor }: KnobProps) {
  return (
    <>
      <circle className="hands-touch" cx={x} cy={y} r={reach / scale} data-grip={kind} style={{ cursor }} />
      <circle className="hands-grip" cx={x} cy={y} r={5 / scale} />
    </>
  )
}

/** Where a hand has a piece, and how much larger and turned by how much. */
function changeOf({ place, kind, pointers }: Grip): { x: number; y: number; scale: number; degrees: number } {
  const [one, other] = [...pointers.values()]
  const { x, y } = place
  if (!one) return { x, y, scale: 1, degrees: 0 }
  if (other) {
    const before = [other.from[0] - one.from[0], other.from[1] - one.from[1]] as const
    const now = [other.now[0] - one.now[0], other.now[1] - one.now[1]] as const
    return {
      x: x + (one.now[0] + other.now[0] - one.from[0] - other.from[0]) / 2,
      y: y + (one.now[1] + other.now[1] - one.from[1] - other.from[1]) / 2,
      scale: Math.hypot(...now) / Math.max(1, Math.hypot(...before)),
      degrees: angleBetween(before, now),
    }
  }
  if (kind === 'move')
    return { x: x + one.now[0] - one.from[0], y: y + one.now[1] - one.from[1], scale: 1, degrees: 0 }
  const before = [one.from[0] - x, one.from[1] - y] as const
  const now = [one.now[0] - x, one.now[1] - y] as const
  if (kind === 'turn') return { x, y, scale: 1, degrees: angleBetween(before, now) }
  return { x, y, scale: Math.max(0.1, Math.hypot(...now) / Math.max(1, Math.hypot(...before))), degrees: 0 }
}

function angleBetween(before: readonly [number, number], now: readonly [number, number]): number {
  const turned = ((Math.atan2(now[1], now[0]) - Math.atan2(before[1], before[0])) * 180) / Math.PI
  return ((turned + 540) % 360) - 180
}
