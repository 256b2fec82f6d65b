/**
 * A canvas from its pieces, band by band: a piece is decoded when the first band that it reaches is drawn, at the size it
 * is drawn at, and let go after the last one. So memory holds the pieces across one band and a few that come next,
 * whatever the canvas measures, and each original is decoded once.
 */
import type { Raster } from '@reverie/image'
import type { Host, InputPiece } from '../instrument.ts'
import { clipOf, type Cut } from './cut.ts'
import { extentOf, paint, paintShadow, type Extent, type PaintBand } from './paint.ts'
import type { Placement } from './place.ts'
import { shadowOf, shadowPut, type Shadow } from './shadow.ts'
import { readSprite, type Sprite } from './sprite.ts'

/** What is drawn. */
export interface Composition {
  readonly width: number
  readonly height: number
  /** From back to front. */
  readonly placements: readonly Placement[]
  /** The file of a piece by its id. */
  readonly files: ReadonlyMap<string, InputPiece>
  /** Red, green, blue; undefined for transparent. */
  readonly background: readonly [number, number, number] | undefined
  /** Darkness of shadows, 0 for none. */
  readonly shadow: number
  readonly cut: (placement: Placement) => Cut | undefined
}

/** Rows of a band; enough that looking through the pieces costs nothing. */
const ROWS = 128
/** Pieces that are decoded at once: one in each of two cores. */
const AT_ONCE = 2
/** Bands ahead of the one that is drawn whose pieces are decoded meanwhile. */
const AHEAD = 1

interface Ready {
  readonly sprite: Sprite
  readonly shadow: Shadow | undefined
}

/**
 * Draws a canvas from top to bottom.
 * @yields bands of 8 bits, of 3 channels on a background and 4 without one; `pieces` tells how many have been decoded
 * @throws InstrumentError when a piece cannot be read
 */
export async function* composeBands(
  composition: Composition,
  host: Host,
  signal?: AbortSignal,
): AsyncGenerator<{ readonly top: number; readonly raster: Raster; readonly pieces: number }, void, void> {
  const { width, height, placements } = composition
  const extents = placements.map((placement) => reachOf(placement, composition.shadow))
  const ready = new Map<number, Promise<Ready>>()
  const slots = limited(AT_ONCE)
  let decoded = 0
  const load = (index: number): void => {
    if (ready.has(index)) return
    const work = slots(async () => {
      signal?.throwIfAborted()
      const made = await readyOf(placements[index]!, composition, host)
      decoded++
      return made
    })
    // A piece that fails is told of when it is drawn, unless the work ends before that.
    work.catch(() => undefined)
    ready.set(index, work)
  }
  for (let top = 0; top < height; top += ROWS) {
    signal?.throwIfAborted()
    const rows = Math.min(ROWS, height - top)
    for (const [index, extent] of extents.entries()) {
      if (extent.bottom <= top) ready.delete(index)
      else if (extent.top < top + rows) load(index)
    }
    for (const [index, extent] of extents.entries()) {
      if (extent.bottom > top + rows && extent.top < top + (AHEAD + 1) * ROWS) load(index)
    }
    const band = blank(width, rows, top, composition.background)
    for (const [index, placement] of placements.entries()) {
      const extent = extents[index]!
      if (extent.bottom <= top || extent.top >= top + rows) continue
      draw(band, placement, await ready.get(index)!, composition, true)
    }
    yield { top, raster: rasterOf(band, composition.background !== undefined), pieces: decoded }
    await host.breathe?.()
  }
}

/** All pieces at once, for films: they are drawn again and again, each time elsewhere. */
export async function openSprites(
  composition: Composition,
  host: Host,
  signal?: AbortSignal,
): Promise<(placements: readonly Placement[]) => Raster> {
  const slots = limited(AT_ONCE)
  const all = await Promise.all(
    composition.placements.map((placement) =>
      slots(async () => {
        signal?.throwIfAborted()
        return [placement.piece.id, await readyOf(placement, composition, host)] as const
      }),
    ),
  )
  const sprites = new Map(all)
  return (placements) => {
    const band = blank(composition.width, composition.height, 0, composition.background)
    for (const placement of placements) draw(band, placement, sprites.get(placement.piece.id)!, composition, false)
    return rasterOf(band, composition.background !== undefined)
  }
}

async function readyOf({ piece, width, height }: Placement, composition: Composition, host: Host): Promise<Ready> {
  const sprite = await readSprite(composition.files.get(piece.id)!, width, height, host)
  return { sprite, shadow: composition.shadow > 0 ? shadowOf(sprite, composition.shadow) : undefined }
}

function draw(
  band: PaintBand,
  placement: Placement,
  { sprite, shadow }: Ready,
  composition: Composition,
  still: boolean,
): void {
  const cut = composition.cut(placement)
  // What is cut to its place lies beside the others, not on them.
  if (shadow !== undefined && cut === undefined) paintShadow(band, shadow, shadowPut(placement, sprite))
  paint(band, sprite, placement, still, cut && clipOf(cut))
}

function reachOf(placement: Placement, shadow: number): Extent {
  const own = extentOf(placement)
  if (shadow === 0) return own
  const sides = {
    width: Math.max(1, Math.round(placement.width)),
    height: Math.max(1, Math.round(placement.height)),
  }
  const fallen = extentOf(shadowPut(placement, sides))
  return { ...own, top: Math.min(own.top, fallen.top), bottom: Math.max(own.bottom, fallen.bottom) }
}

function blank(width: number, height: number, top: number, background: Composition['background']): PaintBand {
  const data = new Float32Array(width * height * 4)
  if (background !== undefined) {
    for (let at = 0; at < data.length; at += 4) {
      data[at] = background[0]
      data[at + 1] = background[1]
      data[at + 2] = background[2]
      data[at + 3] = 255
    }
  }
  return { width, height, top, data }
}

function rasterOf({ width, height, data: from }: PaintBand, opaque: boolean): Raster {
  const channels = opaque ? 3 : 4
  const data = new Uint8Array(width * height * channels)
  for (let at = 0, source = 0; at < data.length; at += channels, source += 4) {
    if (opaque) {
      for (let channel = 0; channel < 3; channel++) data[at + channel] = from[source + channel]! + 0.5
      continue
    }
    const alpha = Math.round(from[source + 3]!)
    if (alpha === 0) continue
    const scale = 255 / from[source + 3]!
    for (let channel = 0; channel < 3; channel++)
      data[at + channel] = Math.min(255, from[source + channel]! * scale + 0.5)
    data[at + 3] = alpha
  }
  return { width, height, channels, depth: 8, data }
}

/** At most so many at once, in the order in which they were asked for. */
function limited(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0
  const waiting: (() => void)[] = []
  return async (work) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve))
    running++
    try {
      return await work()
    } finally {
      running--
      waiting.shift()?.()
    }
  }
}
