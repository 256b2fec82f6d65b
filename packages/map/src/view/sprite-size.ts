/**
 * How large pictures are drawn. In a grid they fill their cells. Where they lie as the map has it, they overlap from afar, as
 * far as they must to be made out, and grow more slowly than the map as one comes nearer, so that they come apart.
 */
import type { PlaceIndex } from './place-index.ts'

/** Of a cell of a grid, the rest being the gap. */
const gridShare = 0.9
/** At the whole map, in distances between neighbours: at most, and where there is room enough. */
const overlap = { most: 3, least: 1.25 }
/** Share of the map at which a picture can be made out from afar. */
const legible = 0.045
/** Share of the zoom, in logarithms, that pictures do not follow. */
const behind = 0.42
/** No picture is larger than this share of the map. */
const largest = 0.2

/** The longer side of a picture in map units when `extent` of the map is seen. */
export function spriteSize({ spacing, isRegular }: PlaceIndex, extent: number): number {
  if (isRegular) return Math.min(largest, spacing * gridShare)
  const whole = Math.max(overlap.least * spacing, Math.min(overlap.most * spacing, legible))
  return Math.min(largest, whole * Math.min(1, extent) ** behind)
}

/** The extent at which a picture fills a share of the shorter side of the screen. */
export function extentFor(places: PlaceIndex, share: number): number {
  let extent = 1
  for (let round = 0; round < 40; round++) extent = spriteSize(places, extent) / share
  return extent
}
