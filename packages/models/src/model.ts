/**
 * A model: a network with provenance, ready to be cut and differentiated.
 *
 * Opening brings every file to one form: float32 weights (8-bit ones are dequantised), pictures with channels first, and
 * height and width free wherever the network allows it. What a file does not say of itself comes from its card, and
 * what the card does not say is guessed by rules that convention.ts and telling.ts state.
 */
import { foldConstants, readOnnx, type Graph, type Layer } from '@reverie/graph'
import type { InputConvention, ModelCard, PartialCard } from './card.ts'
import { conventionOf } from './convention.ts'
import { freePicture, pictureInput } from './picture-input.ts'
import { modelLayers, tellingLayers, guideLayerOf, defaultLayersOf } from './telling.ts'

/** A layer of a model. */
export interface ModelLayer extends Layer {
  /** Whether it is one of those that show most: the ends of blocks, mostly. */
  readonly telling: boolean
}

/** A network that can be dreamed, or that makes imprints. */
export interface Model {
  readonly id: string
  readonly kind: ModelCard['kind']
  /** Weights are float32; the picture input is [batch, 3, height, width] with free sizes, unless the network fixes them. */
  readonly graph: Graph
  readonly card: ModelCard
  /** Of the file. */
  readonly sha256: string
  readonly input: InputConvention
  /** All values that are stacks of feature maps: the telling ones first, each group in order of depth. */
  readonly layers: readonly ModelLayer[]
  /** Where a guide is matched by default. */
  readonly guideLayer: string
  /** Weights by layer of a dream that names none. */
  readonly defaultLayers: Readonly<Record<string, number>>
}

/** The bytes of a model's file and what is known of it. */
export interface ModelFile {
  readonly bytes: Uint8Array
  readonly sha256: string
  /** Its identifier, and what messages call it. */
  readonly id: string
  /** Whole for built-in models, any part of one for others. */
  readonly card?: ModelCard | PartialCard
}

/**
 * Makes a model of an ONNX file.
 * @throws GraphError when the file cannot be read; ModelError when it has no picture input, or a card that does not fit.
 */
export function modelFrom(file: ModelFile): Model {
  const card = file.card ?? {}
  const read = readOnnx(file.bytes, { name: file.id })
  const picture = pictureInput(read, card.input?.name)
  const input = { ...conventionOf(read, picture.name), ...card.input, name: picture.name } as InputConvention
  const graph = freePicture(foldConstants(read), picture)
  const layers = modelLayers(graph, card.telling?.map(({ name }) => name) ?? tellingLayers(graph))
  const defaultLayers = card.defaultLayers ?? defaultLayersOf(layers)
  const guideLayer = card.guideLayer ?? guideLayerOf(layers)
  const whole: ModelCard = {
    id: card.id ?? file.id,
    kind: card.kind ?? (layers.some(({ telling }) => telling) ? 'features' : 'encoder'),
    title: card.title ?? file.id,
    description: card.description ?? 'A network that was added from a file.',
    license: card.license ?? 'unknown',
    bytes: file.bytes.length,
    sha256: file.sha256,
    origin: card.origin ?? 'Not stated.',
    input,
    telling: layers
      .filter(({ telling }) => telling)
      .flatMap(({ name, channels, stride }) =>
        channels === undefined || stride === undefined ? [] : [{ name, channels, stride }],
      ),
    defaultLayers,
    guideLayer,
  }
  return {
    id: whole.id,
    kind: whole.kind,
    graph,
    card: whole,
    sha256: file.sha256,
    input,
    layers,
    guideLayer,
    defaultLayers,
  }
}
