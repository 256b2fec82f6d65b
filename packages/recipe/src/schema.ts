/**
 * The shape of a recipe. One value holds everything that made a work, so that the work can be opened with its settings,
 * made again, and compared. `parse.ts` reads older ones.
 */
import { z } from 'zod'
import { digitalSourceTypes, type DigitalSourceType } from './digital-source.ts'
import type { JSONValue } from './json.ts'
import { looksLikePath } from './path.ts'

/** A file that went into a work: found again by its content, named for people by its base name. */
export interface RecipeInput {
  /** SHA-256 of the file's bytes, 64 lower-case hexadecimal digits. */
  sha256: string
  /** Base name, never a path. */
  name: string
}

/** A network that a work was made with. */
export interface RecipeModel {
  id: string
  /** SHA-256 of the model's file. */
  sha256: string
}

/** A work that went into this one, with its own recipe where that was known. */
export interface RecipeParent {
  sha256: string
  recipe?: Recipe | undefined
}

/** What was written: sizes in pixels, quality 1…100, bits a channel where they are not 8, pixels an inch, frames a second. */
export interface RecipeOutput {
  kind: 'raster' | 'vector' | 'film' | 'text' | 'folder'
  /** `png`, `jpeg`, `webp`, `mp4`, … */
  format: string
  width: number
  height: number
  quality?: number | undefined
  depth?: 8 | 16 | undefined
  dpi?: number | undefined
  frames?: number | undefined
  fps?: number | undefined
}

/** Everything that made a work. */
export interface Recipe {
  /** The version of this format. */
  reverie: 1
  instrument: { name: string; version: number }
  parameters: Record<string, JSONValue>
  /** 0…2³² − 1. */
  seed: number
  /** The edit log of an instrument that is played or edited. */
  edits?: JSONValue[] | undefined
  /** Files by input port. */
  inputs: Record<string, RecipeInput[]>
  models: RecipeModel[]
  parents?: RecipeParent[] | undefined
  output: RecipeOutput
  /** Where the work comes from, which its metadata tell too. Works from before it was recorded have none. */
  digitalSourceType?: DigitalSourceType | undefined
  /** What rendered it: provider, ONNX Runtime version, CPU features. */
  environment: Record<string, string | number | boolean>
}

/** The version that this package writes. */
export const recipeVersion = 1

const noPath = (text: string) => !looksLikePath(text)
const pathMessage = 'reads like a path on a disk, and paths never enter a recipe: keep the base name only'

const hash = z.string().regex(/^[0-9a-f]{64}$/, 'expected a SHA-256: 64 lower-case hexadecimal digits')
const fileName = z
  .string()
  .min(1, 'expected a file name, found an empty text')
  .max(255)
  .refine((name) => !/[\\/\0]/.test(name), 'expected a base name, found a path: keep what follows the last slash')
const text = z.string().refine(noPath, pathMessage)
const count = z.int().min(1)

/** Any JSON value in which no text and no key reads like a path. */
const json: z.ZodType<JSONValue> = z.lazy(() =>
  z.union([text, z.number(), z.boolean(), z.null(), z.array(json), z.record(text, json)]),
)

/** Checks a recipe of the present version. Strict: an unknown field is refused, so that a misspelt one is not lost. */
export const recipeSchema: z.ZodType<Recipe> = z.lazy(() =>
  z.strictObject({
    reverie: z.literal(recipeVersion),
    instrument: z.strictObject({ name: z.string().min(1).refine(noPath, pathMessage), version: count }),
    parameters: z.record(text, json),
    seed: z.int().min(0).max(0xffff_ffff),
    edits: z.array(json).optional(),
    inputs: z.record(text, z.array(z.strictObject({ sha256: hash, name: fileName }))),
    models: z.array(z.strictObject({ id: fileName, sha256: hash })),
    parents: z.array(z.strictObject({ sha256: hash, recipe: recipeSchema.optional() })).optional(),
    output: z.strictObject({
      kind: z.enum(['raster', 'vector', 'film', 'text', 'folder']),
      format: text.min(1),
      width: count,
      height: count,
      quality: z.number().min(0).max(100).optional(),
      depth: z.literal([8, 16]).optional(),
      dpi: z.number().positive().optional(),
      frames: count.optional(),
      fps: z.number().positive().optional(),
    }),
    digitalSourceType: z.enum(digitalSourceTypes).optional(),
    environment: z.record(text, z.union([text, z.number(), z.boolean()])),
  }),
)
