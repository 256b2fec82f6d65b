/**
 * Larger thumbnails of what is near. Twice or so a second the pictures in view are listed from the middle outwards; those that
 * are drawn larger than their sprite get a slot of 128 pixels, the largest also one of 512. Requests for what has left the view
 * are given up. Slots are fixed in number, so memory is bounded however far one travels.
 */
import type { Catalogue } from '../format/catalogue.ts'
import type { PictureSide } from '../format/paths.ts'
import type { MapSource } from '../sources/source.ts'
import { slotCount, type SlotShape } from './shader.ts'
import { createSlots, type Slots } from './slots.ts'
import type { Sprites } from './sprites.ts'
import type { LayeredTexture } from './textures.ts'

/** What is looked at: rows in view, in the order of their distance from its middle. */
export interface InView {
  readonly rows: Int32Array
  /** How many of `rows` are meant. */
  count: number
  /** Device pixels of a sprite's longer side. */
  pixels: number
}

/** The larger thumbnails. */
export interface LevelOfDetail {
  /** Says what is in view now. */
  look(view: InView): void
  /** Puts what has arrived on the graphics card, a little each frame. @returns whether there was anything */
  upload(): boolean
  /** Nothing is on its way. */
  readonly isIdle: boolean
  readonly used: { readonly near: number; readonly full: number }
  /** Forgets all, after the graphics card did. */
  reset(): void
  destroy(): void
}

interface Tier {
  readonly side: PictureSide
  readonly shape: SlotShape
  readonly slots: Slots
  readonly texture: LayeredTexture
  /** [count] the turn in which a row was last wanted. */
  readonly wanted: Float64Array
  /** Rows to be fetched, next one last. */
  readonly queue: Int32Array
  queued: number
}

interface Arrived {
  readonly tier: Tier
  readonly row: number
  readonly bitmap: ImageBitmap
}

const requests = 6
/** Bytes that may go to the graphics card in one frame. */
const uploadBytes = 1_200_000
/** A sprite may be drawn so much larger than it is before a thumbnail is fetched. */
const slack = 1.15
const failed = -2

export function createLevelOfDetail(
  source: MapSource,
  catalogue: Catalogue,
  sprites: Sprites,
  shapes: { readonly cell: number; readonly near: SlotShape; readonly full: SlotShape },
): LevelOfDetail {
  const { count } = catalogue
  const tier = (side: PictureSide, shape: SlotShape, texture: LayeredTexture): Tier => ({
    side,
    shape,
    texture,
    slots: createSlots(count, slotCount(shape)),
    wanted: new Float64Array(count).fill(-1),
    queue: new Int32Array(slotCount(shape)),
    queued: 0,
  })
  const near = tier(128, shapes.near, sprites.near)
  const full = tier(512, shapes.full, sprites.full)
  const tiers = [near, full]
  const loading = new Map<number, AbortController>()
  const arrived: Arrived[] = []
  const nearSlots = slotCount(shapes.near)
  let turn = 0

  const keyOf = (of: Tier, row: number): number => (of === near ? row : row + count)

  const want = (of: Tier, { rows, count: inView }: InView): void => {
    const most = Math.min(inView, slotCount(of.shape))
    of.queued = 0
    for (let at = most - 1; at >= 0; at--) {
      const row = rows[at]!
      if (of.wanted[row] === failed) continue
      of.wanted[row] = turn
      const slot = of.slots.slotOf(row)
      if (slot >= 0) of.slots.touch(slot, turn)
      else if (!loading.has(keyOf(of, row))) of.queue[of.queued++] = row
    }
  }

  const fetchNext = (): void => {
    for (const of of tiers) {
      while (loading.size < requests && of.queued > 0) load(of, of.queue[--of.queued]!)
    }
  }

  const load = (of: Tier, row: number): void => {
    const stop = new AbortController()
    loading.set(keyOf(of, row), stop)
    const longer = Math.max(catalogue.widths[row]!, catalogue.heights[row]!, 1)
    source
      .picture(row, of.side, stop.signal)
      .then((blob) =>
        createImageBitmap(blob, {
          premultiplyAlpha: 'premultiply',
          resizeWidth: Math.max(1, Math.round((of.side * catalogue.widths[row]!) / longer)),
          resizeHeight: Math.max(1, Math.round((of.side * catalogue.heights[row]!) / longer)),
          resizeQuality: 'medium',
        }),
      )
      .then((bitmap) => (stop.signal.aborted ? bitmap.close() : arrived.push({ tier: of, row, bitmap })))
      .catch(() => {
        // A thumbnail that cannot be had leaves the sprite as it is.
        if (!stop.signal.aborted) of.wanted[row] = failed
      })
      .finally(() => {
        if (loading.get(keyOf(of, row)) === stop) loading.delete(keyOf(of, row))
        fetchNext()
      })
  }

  /** The best slot that a row has goes to the shader. */
  const show = (row: number): void => {
    const fine = full.slots.slotOf(row)
    const coarse = near.slots.slotOf(row)
    sprites.setSlot(row, fine >= 0 ? nearSlots + fine + 1 : coarse + 1)
  }

  const forget = (): void => {
    for (const stop of loading.values()) stop.abort()
    loading.clear()
    for (const { bitmap } of arrived.splice(0)) bitmap.close()
    for (const of of tiers) of.queued = 0
  }

  return {
    look: (view) => {
      turn++
      const isNear = view.pixels > shapes.cell * slack
      if (isNear) want(near, view)
      else near.queued = 0
      if (view.pixels > near.side * slack) want(full, view)
      else full.queued = 0
      for (const [key, stop] of loading) {
        const of = key < count ? near : full
        if (of.wanted[key % count] === turn) continue
        stop.abort()
        loading.delete(key)
      }
      fetchNext()
    },
    upload: () => {
      let bytes = 0
      let isChanged = false
      while (arrived.length > 0 && bytes < uploadBytes) {
        const { tier: of, row, bitmap } = arrived.shift()!
        const place = of.slots.take(row, of.wanted[row] === turn ? turn : turn - 1)
        if (place !== undefined) {
          const perLayer = of.shape.perRow ** 2
          const inLayer = place.slot % perLayer
          of.texture.put(
            bitmap,
            Math.floor(place.slot / perLayer),
            0,
            (inLayer % of.shape.perRow) * of.shape.side,
            Math.floor(inLayer / of.shape.perRow) * of.shape.side,
          )
          if (place.evicted >= 0) show(place.evicted)
          show(row)
          bytes += 4 * bitmap.width * bitmap.height
          isChanged = true
        }
        bitmap.close()
      }
      return isChanged
    },
    get isIdle() {
      return loading.size === 0 && arrived.length === 0 && near.queued + full.queued === 0
    },
    get used() {
      return { near: near.slots.used, full: full.slots.used }
    },
    reset: () => {
      forget()
      for (const of of tiers) of.slots.clear()
      for (let row = 0; row < count; row++) sprites.setSlot(row, 0)
    },
    destroy: forget,
  }
}
