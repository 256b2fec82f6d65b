/**
 * The canvas of a collage. Of collages that wait only the last is made; pieces travel to their places; a piece in a hand is
 * drawn where the hand has it; pictures are drawn as they come.
 */
import type { CollageRequest, Placement } from '@reverie/instruments/web'
import { transfer } from 'comlink'
import { sampleCollection } from '../collections/ref.ts'
import type { CollageEvent, CollagePiece, CollageWorker, Held } from './collage-api.ts'
import { placeNumbers } from './collage-api.ts'
import { drawPlacements, wayBetween } from './collage-canvas.ts'
import type { Laid, Model } from './collage-model.ts'
import { createPictures, type Pictures } from './collage-pictures.ts'
import { keyOf, openCollections } from './collections.ts'
import type { JobInputs } from './network-api.ts'

/** Milliseconds of the way of pieces: of new ones, and of those that were there. */
const ways = { new: 900, same: 260 } as const
/** Milliseconds without a change after which the picture rests. */
const restful = 250
const swatchSide = 40

type Live = Pick<CollageWorker, 'attach' | 'detach' | 'resize' | 'show' | 'hold'>

interface Shown {
  readonly number: number
  readonly request: CollageRequest
  readonly laid: Laid
}

/** Makes one; it draws nothing before a canvas is attached. */
export function createLiveCollage(model: Model, open: (given: JobInputs) => Promise<unknown>): Live {
  let canvas: OffscreenCanvas | undefined
  let tell: (event: CollageEvent) => void = () => {}
  let wanted: { readonly given: JobInputs; readonly number: number } | undefined
  let isMaking = false
  let shown: Shown | undefined
  let way:
    | { readonly at: (time: number) => Placement[]; readonly begin: number; readonly length: number }
    | undefined
  let held: Held | undefined
  let pictures: { readonly of: string; readonly store: Pictures } | undefined
  let isDue = false
  let allCome = false
  let resting: ReturnType<typeof setTimeout> | undefined

  const draw = () => {
    isDue = false
    const context = canvas?.getContext('2d')
    if (!canvas || !context || !shown) return
    const { laid, request } = shown
    const { background, shadow } = request.parameters
    const time = way ? Math.min(1, (performance.now() - way.begin) / way.length) : 1
    const placements = way && time < 1 ? way.at(time) : laid.placements
    const look = { background: background === 'none' ? undefined : background, shadow }
    // A cut is of where a piece will be: on its way it is whole.
    const cuts = time < 1 ? new Map<never, never>() : laid.cuts
    const scale = canvas.width / laid.geometry.width
    drawPlacements(context, inHand(placements, held), cuts, look, scale, (id) => pictures?.store.of(id))
    if (time < 1) due()
    else {
      way = undefined
      rest()
    }
  }
  const due = () => {
    if (isDue) return
    isDue = true
    requestAnimationFrame(draw)
  }
  const rest = () => {
    clearTimeout(resting)
    if (!allCome || held) return
    resting = setTimeout(() => {
      if (!canvas || !shown || way || isDue) return
      const swatch = smallCopy(canvas)
      tell({ type: 'rested', number: shown.number, swatch })
    }, restful)
  }
  const want = () => {
    if (!shown || !canvas) return
    const { placements, geometry } = shown.laid
    const scale = canvas.width / geometry.width
    allCome = false
    const list = placements.map(({ piece, width, height }) => ({
      id: piece.id,
      side: Math.max(width, height) * scale,
    }))
    pictures?.store.want(list.toReversed())
  }
  const make = async () => {
    if (isMaking) return
    isMaking = true
    while (wanted) {
      const { given, number } = wanted
      wanted = undefined
      try {
        const began = performance.now()
        const request = (await open(given)) as CollageRequest
        const laid = await model.follow(request, keyFor(given))
        if (wanted) continue
        take({ number, request, laid }, given, performance.now() - began)
      } catch (error) {
        if (!wanted) tell({ type: 'problem', number, text: error instanceof Error ? error.message : String(error) })
      }
    }
    isMaking = false
  }
  const take = (next: Shown, given: JobInputs, milliseconds: number) => {
    const before = shown?.laid
    shown = next
    const collection = given.collections['collection']
    const of = collection ? keyOf(collection) : ''
    if (pictures?.of !== of) {
      pictures?.store.close()
      const store = createPictures(openCollections(collection ?? sampleCollection), (come, total) => {
        allCome = come === total
        tell({ type: 'pictures', come, total })
        due()
      })
      pictures = { of, store }
    }
    const isSame = before !== undefined && sharesPieces(before, next.laid)
    const at = wayBetween(sameSize(before, next.laid) ? before?.placements : undefined, next.laid)
    way = { at, begin: performance.now(), length: isSame ? ways.same : ways.new }
    held = undefined
    tell(settled(next, milliseconds))
    want()
    due()
  }
  return {
    attach(next, happen) {
      canvas = next
      tell = (event) => happen(event.type === 'rested' ? transfer(event, [event.swatch]) : event)
      want()
      due()
    },
    detach() {
      canvas = undefined
      tell = () => {}
    },
    resize(width, height) {
      if (!canvas || (canvas.width === width && canvas.height === height)) return
      canvas.width = width
      canvas.height = height
      want()
      draw()
    },
    show(given, number) {
      wanted = { given, number }
      void make()
    },
    hold(next) {
      held = next
      way = undefined
      due()
    },
  }
}

/** What decides which pieces there are and where they lie, edits aside. */
function keyFor({ parameters, seed, inputs, collections, edits, pieces }: JobInputs): string {
  const names = 'like unlike count color twins neighbours sizes shape margin bleed dpi width height'.split(' ')
  const [first] = edits
  const isLaid = typeof first === 'object' && first !== null && !Array.isArray(first) && first['type'] === 'arrange'
  return JSON.stringify([
    names.map((name) => parameters[name]),
    seed,
    Object.values(collections),
    (inputs['mask'] ?? []).map(({ sha256 }) => sha256),
    ...(isLaid ? [first, pieces] : []),
  ])
}

function inHand(placements: readonly Placement[], held: Held | undefined): readonly Placement[] {
  const own = held && placements.find(({ piece }) => piece.id === held.id)
  if (!held || !own) return placements
  const { x, y, scale, degrees } = held
  const moved = { ...own, x, y, width: own.width * scale, height: own.height * scale, angle: own.angle + degrees }
  return placements.map((placement) => (placement === own ? moved : placement))
}

const sharesPieces = (a: Laid, b: Laid): boolean => {
  const ids = new Set(a.placements.map(({ piece }) => piece.id))
  const same = b.placements.filter(({ piece }) => ids.has(piece.id)).length
  return same > 0.3 * b.placements.length
}

const sameSize = (a: Laid | undefined, b: Laid): boolean =>
  a !== undefined && a.geometry.width === b.geometry.width && a.geometry.height === b.geometry.height

function settled({ number, laid }: Shown, milliseconds: number): CollageEvent {
  const { placements, geometry, state } = laid
  const { room, width, height } = geometry
  const places = new Float32Array(placements.length * placeNumbers)
  for (const [index, { x, y, width: wide, height: high, anchor, angle }] of placements.entries())
    places.set([x, y, wide, high, ...anchor, angle], index * placeNumbers)
  const pieces = placements.map(({ piece }): CollagePiece => {
    const { id, credit, outline, locked, factor, degrees } = piece
    return { id, ...credit, aspect: outline.aspect, mask: outline.mask, locked, factor, degrees }
  })
  return {
    type: 'settled',
    number,
    pieces,
    places,
    hero: state.hero,
    collection: state.collection,
    room: { ...room, whole: { width, height } },
    void: laid.void,
    milliseconds,
  }
}

function smallCopy(canvas: OffscreenCanvas): ImageBitmap {
  const scale = Math.min(1, swatchSide / Math.max(canvas.width, canvas.height))
  const small = new OffscreenCanvas(
    Math.max(1, Math.round(canvas.width * scale)),
    Math.max(1, Math.round(canvas.height * scale)),
  )
  small.getContext('2d')!.drawImage(canvas, 0, 0, small.width, small.height)
  return small.transferToImageBitmap()
}
