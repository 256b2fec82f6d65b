/** Models: networks with provenance, and how networks of others become one. */
export type { InputConvention, ModelCard, PartialCard } from './card.ts'
export { inputConvention, modelCard, partialCard, parsePartialCard } from './card.ts'
export { listModels } from './builtin/index.ts'
export { ModelError } from './error.ts'
export { modelFrom, type Model, type ModelFile, type ModelLayer } from './model.ts'
export {
  convertTfjs,
  readTfjs,
  type Converted,
  type ConvertOptions,
  type TfjsModel,
} from './convert/tfjs/convert.ts'
export { kerasModel, type KerasWeight } from './convert/tfjs/keras.ts'
