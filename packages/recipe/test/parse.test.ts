import { expect, test } from 'vitest'
import { baseName, looksLikePath, parseRecipe, recipeFromText, type Recipe } from '@reverie/recipe'
import { recipe } from './recipes.ts'

const message = (change: Partial<Record<keyof Recipe, unknown>>): string => {
  try {
    parseRecipe({ ...recipe, ...change })
    return 'no error'
  } catch (error) {
    return (error as Error).message
  }
}

test('a recipe of the present version comes back as it is', () => {
  expect(parseRecipe(structuredClone(recipe))).toEqual(recipe)
})

test('every wrong field is named at once', () => {
  expect(message({ seed: -1, models: [{ id: 'inception', sha256: 'abc' }] })).toBe(
    'The recipe is not valid: "seed": Too small: expected number to be >=0; "models.0.sha256": expected a SHA-256: 64 lower-case hexadecimal digits.',
  )
  expect(message({ seeed: 1 } as object)).toBe('The recipe is not valid: "recipe": Unrecognized key: "seeed".')
})

test('versions: missing, from the future, of the wrong kind', () => {
  expect(() => parseRecipe({})).toThrow('states its version in the field "reverie" (1 to 1), found nothing')
  expect(() => parseRecipe({ ...recipe, reverie: 9 })).toThrow(
    'has version 9 and this Reverie reads up to 1: update Reverie',
  )
  expect(() => parseRecipe([recipe])).toThrow('A recipe is a JSON object with the field "reverie", found a list.')
  expect(() => recipeFromText('{"reverie":')).toThrow('A recipe is JSON text, found "{\\"reverie\\":"')
})

test.each([
  ['inputs', { image: [{ sha256: 'a'.repeat(64), name: '/home/ada/cat.jpg' }] }],
  ['inputs', { image: [{ sha256: 'a'.repeat(64), name: 'photos\\cat.jpg' }] }],
  ['models', [{ id: './nets/own.onnx', sha256: 'a'.repeat(64) }]],
  ['parameters', { model: '/home/ada/own.onnx' }],
  ['parameters', { model: './own.onnx' }],
  ['parameters', { model: 'nets/own.onnx' }],
  ['parameters', { list: [{ deep: 'C:\\Users\\ada\\own.onnx' }] }],
  ['parameters', { '~/cat.jpg': 1 }],
  ['edits', ['../cat.jpg']],
  ['environment', { library: 'file:///usr/lib/x.so' }],
])('a path in "%s" is refused', (field, value) => {
  expect(message({ [field]: value })).toMatch(/path/)
})

test.each([
  'mixed3=1',
  'a/b',
  '1/2',
  'red / green',
  '#fff',
  'https://example.org/cat.png',
  'own.onnx',
  'and/or',
  '/',
  '…/…',
  'C: major',
])('"%s" is no path', (text) => {
  expect(looksLikePath(text)).toBe(false)
})

test('base names', () => {
  expect(['a/b.png', 'C:\\x\\b.png', 'b.png', '/a/b.png/'].map(baseName)).toEqual([
    'b.png',
    'b.png',
    'b.png',
    'b.png',
  ])
})
