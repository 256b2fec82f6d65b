import { embedRecipe, sha256 } from '@reverie/recipe'
import { beforeAll, expect, test } from 'vitest'
import { makeRecipe, parametersOf, pattern, type InputFile, type PatternRequest } from '../../src/index.ts'
import { card, host } from '../material.ts'

const request = (more: Partial<PatternRequest> = {}): PatternRequest => ({
  parameters: parametersOf(pattern, { parameters: { width: 32, height: 24 } }),
  seed: 1,
  inputs: {},
  ...more,
})
const made = {
  parameters: {},
  models: [],
  environment: {},
  output: { kind: 'text', width: 32, height: 24 },
} as const
const file = async (bytes: Uint8Array): Promise<InputFile> => ({
  bytes,
  sha256: await sha256(bytes),
  name: 'n.json',
})

let plain: Uint8Array
beforeAll(async () => {
  plain = await pattern.export!(request(), 'json', host)
})

test('chance and formulas are algorithmic media, with a palette too; with a picture they are a composite', () => {
  expect(pattern.digitalSourceType(request())).toBe('algorithmicMedia')
  expect(pattern.digitalSourceType(request({ inputs: { palette: [card(8, 8)] } }))).toBe('algorithmicMedia')
  expect(pattern.digitalSourceType(request({ inputs: { image: [card(8, 8)] } }))).toBe('composite')
})

test('a network from elsewhere counts as trained', async () => {
  const files = { network: [await file(plain)] }
  expect(pattern.digitalSourceType(request({ files }))).toBe('trainedAlgorithmicMedia')
  expect(pattern.digitalSourceType(request({ files, inputs: { image: [card(8, 8)] } }))).toBe('compositeSynthetic')
})

test('a network that Reverie drew says so in its file, and is not trained for having been one', async () => {
  const own = await file(embedRecipe(plain, makeRecipe(pattern, request(), made, { format: 'json' })))
  expect(pattern.digitalSourceType(request({ files: { network: [own] } }))).toBe('algorithmicMedia')
  const foreign = request({ files: { network: [await file(plain)] } })
  const passedOn = await file(embedRecipe(plain, makeRecipe(pattern, foreign, made, { format: 'json' })))
  expect(pattern.digitalSourceType(request({ files: { network: [passedOn] } }))).toBe('trainedAlgorithmicMedia')
  const damaged = await file(new TextEncoder().encode('{ "recipe": { "reverie": 1 } }'))
  expect(pattern.digitalSourceType(request({ files: { network: [damaged] } }))).toBe('trainedAlgorithmicMedia')
})
