/**
 * Model cards: what a network is, where it comes from, how it wants its pictures and which of its layers are worth
 * dreaming. A card lies beside its ONNX file: complete for the built-in models, with any part of it for others.
 */
import { z } from 'zod'
import { ModelError } from './error.ts'

/** What a model is used for: layers that can be dreamed, one imprint a picture, or a lens world. */
const modelKind = z.enum(['features', 'encoder', 'world'])

/**
 * How a model wants its pictures. Pixels go from 0..1 to `range`, then each channel to (value − mean) / std.
 * Channels come first; a network with channels last gets a transposition when it is opened.
 */
export const inputConvention = z.object({
  name: z.string().min(1).describe('The graph input that takes the picture'),
  layout: z.literal('NCHW'),
  range: z.tuple([z.number(), z.number()]).describe('Values of black and of white'),
  order: z.enum(['rgb', 'bgr']),
  mean: z.tuple([z.number(), z.number(), z.number()]).optional().describe('By channel, in units of the range'),
  std: z.tuple([z.number(), z.number(), z.number()]).optional().describe('By channel, in units of the range'),
})

/** A layer as a card lists it. */
const cardLayer = z.object({
  name: z.string().min(1),
  channels: z.number().int().positive(),
  stride: z.number().positive().describe('Picture pixels between neighbours in the layer'),
})

const weights = z.record(z.string(), z.number())

/** Everything about a model. */
export const modelCard = z.object({
  id: z.string().regex(/^[a-z0-9][a-z0-9._-]*$/, 'lower-case letters, digits, ".", "_" and "-"'),
  kind: modelKind,
  title: z.string().min(1),
  description: z.string(),
  license: z.string().min(1).describe('SPDX identifier, or "unknown"'),
  bytes: z.number().int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  origin: z.string().describe('Where each weight came from, in sentences'),
  input: inputConvention,
  telling: z.array(cardLayer).describe('The layers that show most, in order of depth'),
  defaultLayers: weights.describe('Weights by layer of a dream that names none'),
  guideLayer: z.string().describe('Where a guide is matched by default'),
})

/** A model's card. */
export type ModelCard = z.infer<typeof modelCard>
/** How a model wants its pictures. */
export type InputConvention = z.infer<typeof inputConvention>

/** What a person may write beside a file: any part of a card, the rest is guessed from the network. */
export const partialCard = modelCard
  .omit({ bytes: true, sha256: true })
  .extend({ input: inputConvention.partial() })
  .partial()

/** Part of a card. */
export type PartialCard = z.infer<typeof partialCard>

/**
 * Reads a person's card.
 * @param name how messages name it
 * @throws ModelError that lists all that is wrong.
 */
export function parsePartialCard(text: string, name: string): PartialCard {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw new ModelError(`Card "${name}" is not JSON: ${(error as Error).message}`)
  }
  const result = partialCard.safeParse(json)
  if (result.success) return result.data
  throw new ModelError(`Card "${name}" cannot be used:\n${z.prettifyError(result.error)}`)
}
