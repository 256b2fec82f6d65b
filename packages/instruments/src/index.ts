/** The instruments of Reverie. */
import { collage } from './collage/collage.ts'
import { dream } from './dream/dream.ts'
import type { Instrument } from './instrument.ts'
import { pattern } from './pattern/pattern.ts'

export * from './instrument.ts'
export { describeParameters, type ParameterDescription } from './describe.ts'
export { makeRecipe, recordedInputs, requestOf, type Described, type WorkOutput } from './recipe.ts'
export { parametersOf } from './parameters.ts'
export { contactSheet, type SheetCell } from './contact-sheet.ts'
export { dream } from './dream/dream.ts'
export { dreamParameters, type DreamParameters } from './dream/params.ts'
export { seenFromCloser } from './dream/closer.ts'
export { dreamLayers, layerSheet, type LayerThumbnail } from './dream/layers.ts'

export {
  keptShare,
  layoutPositions,
  layoutSteps,
  nearestImprints,
  nearestOnMap,
  nestlePieces,
  packPieces,
  settleSteps,
  type Held,
  type LayoutRequest,
  type LayoutStep,
  type Mask,
  type Neighbours,
  type NestleRequest,
  type Outline,
  type Packing,
  type PackRequest,
  type Placed,
  type SettleRequest,
} from './collage/layout/index.ts'
export { collage } from './collage/collage.ts'
export { readCollageEdits, type CollageEdit } from './collage/edits.ts'
export { creditFormats, creditSheet, creditsOf, type CreditFormat, type CreditRow } from './collage/credits.ts'
export { encodeCredit, encodeOutline } from './collage/arrangement.ts'
export { packLinked } from './collage/linked.ts'
export { cutPlacements, type Cut } from './collage/cut.ts'
export { placementsOf, type Placement } from './collage/place.ts'
export { geometryOf, type CollageRequest, type Geometry } from './collage/plan.ts'
export { groundOf } from './collage/render.ts'
export { applyEdit, foldEdits, type CollageState, type StatePiece } from './collage/state.ts'

export { pattern } from './pattern/pattern.ts'
export { crossPatterns, patternVariations } from './pattern/breeding.ts'
export { readEdits } from './pattern/edits.ts'
export { variationsOf } from './pattern/breed.ts'
export { latentWay } from './pattern/loop.ts'
export { palettes, type Palette } from './pattern/palettes.ts'
export { rasterOf } from './pattern/kernel/kernel.ts'
export { isChaotic } from './pattern/shaders/chaos.ts'
export { openDrawing, type Drawing, type PatternRequest } from './pattern/request.ts'
export type { PatternNetwork } from './pattern/network.ts'
export { readNetwork } from './pattern/networks/read-network.ts'
export type { NetworkFile, NetworkPreset, ReadNetworkOptions } from './pattern/networks/reading.ts'
export { writeNetworkJson, writeNetworkOnnx, writeRecurrentJson } from './pattern/networks/write-network.ts'

/** All instruments by name: the CLI, the Studio and the gallery take them from here. */
export const instruments = { dream, pattern, collage } as const satisfies Record<
  string,
  Instrument<never> | typeof dream | typeof pattern | typeof collage
>
