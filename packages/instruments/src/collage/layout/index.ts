/** The layout of collages: positions, sizes, turns, and how they settle after edits. */
export { layoutPositions, layoutSteps, type Held, type LayoutRequest, type LayoutStep } from './layout.ts'
export { nestlePieces, type NestleRequest } from './nestle.ts'
export { packPieces, type Outline, type Packing, type PackRequest, type Placed } from './pack.ts'
export { keptShare, nearestImprints, nearestOnMap, type Neighbours } from './relations.ts'
export { settleSteps, type SettleRequest } from './settle.ts'
export type { Mask } from './sites.ts'
