/**
 * A collage on a canvas, from thumbnails: for the eye while it is made; a file is rendered by the instrument. Pieces that
 * were there go from where they were to where they are, others come from where the map has them.
 */
import type { Cut, Placement } from '@reverie/instruments/web'
import type { Laid } from './collage-model.ts'

/** A picture with what is drawn behind and over it. */
export interface Look {
  /** `#rrggbb`; undefined for none. */
  readonly background: string | undefined
  /** 0 to 1. */
  readonly shadow: number
}

/** What is drawn of a piece. */
export type PictureOf = (id: string) => ImageBitmap | undefined

type Context = OffscreenCanvasRenderingContext2D

/** How far below a piece its shadow falls, as a share of its longer side. */
const fall = 0.018
const blur = 0.035

/** Draws placements, from back to front, at a scale. */
export function drawPlacements(
  context: Context,
  placements: readonly Placement[],
  cuts: ReadonlyMap<string, Cut>,
  { background, shadow }: Look,
  scale: number,
  picture: PictureOf,
): void {
  const { width, height } = context.canvas
  context.setTransform(1, 0, 0, 1, 0, 0)
  context.clearRect(0, 0, width, height)
  if (background !== undefined) {
    context.fillStyle = background
    context.fillRect(0, 0, width, height)
  }
  context.imageSmoothingQuality = 'medium'
  for (const placement of placements) {
    const bitmap = picture(placement.piece.id)
    if (!bitmap) continue
    const cut = cuts.get(placement.piece.id)
    const longer = Math.max(placement.width, placement.height) * scale
    if (shadow > 0) {
      context.shadowColor = `rgb(0 0 0 / ${0.9 * shadow})`
      context.shadowBlur = blur * longer
      context.shadowOffsetY = fall * longer
      context.shadowOffsetX = 0.4 * fall * longer
    }
    if (cut) drawCut(context, placement, cut, bitmap, scale)
    else drawWhole(context, placement, bitmap, scale)
    context.shadowColor = 'transparent'
  }
}

function drawWhole(context: Context, placement: Placement, bitmap: ImageBitmap, scale: number): void {
  turnTo(context, placement, scale)
  const { width, height, anchor } = placement
  context.drawImage(bitmap, -anchor[0] * width, -anchor[1] * height, width, height)
}

function turnTo(context: Context, { x, y, angle }: Placement, scale: number): void {
  const turn = (angle * Math.PI) / 180
  const [cos, sin] = [scale * Math.cos(turn), scale * Math.sin(turn)]
  context.setTransform(cos, sin, -sin, cos, x * scale, y * scale)
}

function drawCut(context: Context, placement: Placement, cut: Cut, bitmap: ImageBitmap, scale: number): void {
  context.save()
  context.setTransform(scale, 0, 0, scale, 0, 0)
  context.beginPath()
  if (cut.kind === 'circle') context.arc(cut.x, cut.y, cut.radius, 0, 2 * Math.PI)
  else for (let at = 0; at < cut.points.length; at += 2) context.lineTo(cut.points[at]!, cut.points[at + 1]!)
  context.closePath()
  context.clip()
  drawWhole(context, placement, bitmap, scale)
  context.restore()
}

/** Where a piece sets out from. */
interface Start {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly angle: number
}

/** Size of a new piece as it sets out. */
const small = 0.4

/** The way from what was on the canvas to what will be. @returns placements at a time from 0 to 1 */
export function wayBetween(
  before: readonly Placement[] | undefined,
  { placements, geometry: { room } }: Pick<Laid, 'placements' | 'geometry'>,
): (time: number) => Placement[] {
  const known = new Map(before?.map((placement) => [placement.piece.id, placement]))
  const share = before ? placements.filter(({ piece }) => known.has(piece.id)).length / placements.length : 0
  // A few that stay among many that are new would run across the picture for nothing.
  const isNew = share < 0.3
  const starts = placements.map((placement): Start => {
    const same = isNew ? undefined : known.get(placement.piece.id)
    if (same) return same
    const { width, height, angle, piece } = placement
    const [x, y] = isNew
      ? [room.left + piece.from[0] * room.width, room.top + piece.from[1] * room.height]
      : [placement.x, placement.y]
    return { x, y, width: small * width, height: small * height, angle: isNew ? 0 : angle }
  })
  const last = Math.max(1, placements.length - 1)
  /** The share of the way that each takes; those in front set out first. */
  const way = isNew ? 0.7 : 1
  return (time) =>
    placements.map((placement, index) => {
      const begin = (1 - way) * (1 - index / last)
      const part = eased(Math.min(1, Math.max(0, (time - begin) / way)))
      const from = starts[index]!
      const mix = (a: number, b: number) => a + (b - a) * part
      return {
        ...placement,
        x: mix(from.x, placement.x),
        y: mix(from.y, placement.y),
        width: mix(from.width, placement.width),
        height: mix(from.height, placement.height),
        angle: from.angle + shortest(placement.angle - from.angle) * part,
      }
    })
}

/** Fast at first, at rest at the end. */
const eased = (time: number) => 1 - (1 - time) ** 3

/** The shorter way around. */
const shortest = (degrees: number) => ((((degrees + 180) % 360) + 360) % 360) - 180
