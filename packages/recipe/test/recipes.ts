/** Recipes to test with: one that is plain and arbitrary ones. */
import * as fc from 'fast-check'
import { digitalSourceTypes, looksLikePath, type JSONValue, type Recipe } from '@reverie/recipe'

/** A plain recipe. */
export const recipe: Recipe = {
  reverie: 1,
  instrument: { name: 'dream', version: 1 },
  parameters: {
    layers: { mixed3: 1, mixed5: 0.5 },
    octaves: 4,
    note: 'größer & <schöner> "夢" \u0001\u2028\ud800',
  },
  seed: 7,
  inputs: { image: [{ sha256: 'ab'.repeat(32), name: 'chelsea.png' }] },
  models: [{ id: 'inception', sha256: 'cd'.repeat(32) }],
  output: { kind: 'raster', format: 'png', width: 451, height: 300 },
  environment: { provider: 'cpu', runtime: 'onnxruntime-node 1.30.0', threads: 2 },
}

const text = fc.string({ unit: 'binary', maxLength: 40 }).filter((value) => !looksLikePath(value))
const key = text.filter((value) => value !== '__proto__')
const json = fc
  .jsonValue({ maxDepth: 3, stringUnit: 'binary' })
  // −0 becomes 0 in JSON, and keys like paths are refused: neither is what these tests are about.
  .filter((value) => !/"(?:[^"]*[\\/]|__proto__)/.test(JSON.stringify(value)))
  .map((value) => JSON.parse(JSON.stringify(value)) as JSONValue)
const hash = fc.stringMatching(/^[0-9a-f]{64}$/)
const name = fc.stringMatching(/^[^\\/\0]{1,30}$/)

/** Any recipe, with parents to a depth of one. */
export const anyRecipe: fc.Arbitrary<Recipe> = fc.record(
  {
    reverie: fc.constant(1 as const),
    instrument: fc.record({ name: text.filter((value) => value !== ''), version: fc.integer({ min: 1, max: 99 }) }),
    parameters: fc.dictionary(key, json, { maxKeys: 6 }),
    seed: fc.integer({ min: 0, max: 0xffff_ffff }),
    edits: fc.array(json, { maxLength: 3 }),
    inputs: fc.dictionary(key, fc.array(fc.record({ sha256: hash, name }), { maxLength: 2 }), { maxKeys: 2 }),
    models: fc.array(fc.record({ id: name, sha256: hash }), { maxLength: 2 }),
    parents: fc.array(fc.record({ sha256: hash, recipe: fc.constant(recipe) }, { requiredKeys: ['sha256'] }), {
      maxLength: 2,
    }),
    output: fc.record({
      kind: fc.constant('raster' as const),
      format: fc.constant('png'),
      width: fc.integer({ min: 1 }),
      height: fc.integer({ min: 1 }),
    }),
    digitalSourceType: fc.constantFrom(...digitalSourceTypes),
    environment: fc.dictionary(key, fc.oneof(text, fc.integer(), fc.boolean()), { maxKeys: 3 }),
  },
  { requiredKeys: ['reverie', 'instrument', 'parameters', 'seed', 'inputs', 'models', 'output', 'environment'] },
)

/** A recipe of about `bytes` bytes whose text does not deflate well. */
export function largeRecipe(bytes: number): Recipe {
  let state = 1
  const next = () => (state = Math.imul(state, 48_271) % 0x7fff_ffff)
  return { ...recipe, edits: Array.from({ length: Math.ceil(bytes / 11) }, next) }
}
