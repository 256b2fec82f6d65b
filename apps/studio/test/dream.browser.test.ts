import { extractRecipe } from '@reverie/recipe'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { drop, longestTask, pixelsOf, saved, studioFor, tableOf } from './studio.ts'
import { pictureFile } from './work.ts'

const open = studioFor({ webgpu: true })
const small = await pictureFile('card.png', 96, 72)

/** A Studio with the small picture on the canvas. */
async function begin(provider: string, parameters: Record<string, unknown>) {
  const studio = await open({ settings: { provider }, parameters })
  await drop(studio.page, '.stage', [small])
  await expect.poll(async () => (await tableOf(studio.page)).inputs['image']?.[0]?.name).toBe('card.png')
  return studio
}

const finished = (page: Page, works: number) =>
  expect.poll(() => page.locator('.shelf-card').count(), { timeout: 140_000 }).toBe(works)

const providers = [
  ['wasm', /^WebAssembly/, { octaves: 2, steps: 3, layers: { mixed3: 1 } }],
  // SwiftShader compiles shaders for a long while: fewer of them.
  ['webgpu', /^WebGPU · /, { octaves: 1, steps: 3, layers: { mixed0: 1 } }],
] as const

describe.each(providers)('%s', (provider, words, parameters) => {
  test('dreams, stays responsive, and saves a PNG that opens with its settings', { timeout: 150_000 }, async () => {
    const { page, errors } = await begin(provider, parameters)
    const before = await pixelsOf(page, 'before')
    const longest = await longestTask(page, async () => {
      await page.locator('.primary').click()
      await page.getByRole('button', { name: 'Stop' }).waitFor()
      await finished(page, 1)
    })
    console.log(`${provider}: the page's longest task while dreaming took ${longest.toFixed(0)} ms.`)
    expect(longest).toBeLessThan(100)
    expect(await page.getByTestId('provider').innerText()).toMatch(words)
    await page.waitForTimeout(300)
    const after = await pixelsOf(page, 'after')
    const difference = after.reduce((sum, value, index) => sum + Math.abs(value - before[index]!), 0) / after.length
    expect(difference).toBeGreaterThan(1)

    const { bytes } = await saved(page)
    const recipe = extractRecipe(bytes)!
    expect(recipe.parameters).toMatchObject(parameters)
    expect(recipe.environment['provider']).toBe(provider)
    expect(recipe.inputs['image']?.[0]?.name).toBe('card.png')
    await page.getByRole('button', { name: 'Sample: A cat' }).click()
    await drop(page, '.stage', [{ name: 'saved.png', type: 'image/png', bytes }])
    await expect.poll(async () => (await tableOf(page)).inputs['image']?.[0]?.name).toBe('card.png')
    expect((await tableOf(page)).parameters).toMatchObject(parameters)
    expect(await page.locator('.shelf-card').count()).toBe(1)
    expect(errors).toEqual([])
  })
})

test(
  'stopped and resumed it makes the same picture as undisturbed, and undo takes it off the canvas',
  { timeout: 120_000 },
  async () => {
    const { page } = await begin('reproducible', { octaves: 1, steps: 12, layers: { mixed0: 1 } })
    await page.locator('.primary').click()
    await finished(page, 1)
    const { bytes: undisturbed } = await saved(page)
    await page.keyboard.press('Control+z')
    await expect.poll(() => page.locator('.stage-side').count()).toBe(0)

    await page.locator('.primary').click()
    await expect
      .poll(() => page.locator('.action-figures').innerText(), { timeout: 30_000, interval: 5 })
      .toMatch(/%/)
    await page.keyboard.press('Control+Enter')
    await page.getByRole('button', { name: 'Resume' }).waitFor()
    await page.waitForTimeout(1000)
    expect(await page.locator('.shelf-card').count()).toBe(1)
    await page.keyboard.press('Control+Enter')
    await finished(page, 2)
    expect(Buffer.from((await saved(page)).bytes).equals(undisturbed)).toBe(true)
  },
)

test('a film moves on the canvas and is kept', { timeout: 120_000 }, async () => {
  const { page } = await begin('wasm', { octaves: 1, steps: 1, frames: 3, layers: { mixed0: 1 } })
  await page.locator('.primary').click()
  await finished(page, 1)
  await page.locator('.stage-picture img').waitFor()
  const { name, bytes } = await saved(page)
  expect(name).toBe('card dream.webp')
  const recipe = extractRecipe(bytes)
  expect(recipe?.output).toMatchObject({ kind: 'film', frames: 3 })
})

test('layers are chosen by looking', { timeout: 120_000 }, async () => {
  const { page } = await begin('wasm', {})
  await page.getByRole('button', { name: 'See in this picture' }).click()
  await page.locator('.layer[data-own="true"]').first().waitFor({ timeout: 90_000 })
  const chosen = page.locator('.layer[aria-pressed="true"]')
  const initial = await chosen.count()
  expect(initial).toBeGreaterThan(0)
  await page.locator('.layers').getByRole('button', { name: 'Layer mixed0' }).click()
  expect(await chosen.count()).toBe(initial + 1)
  const { layers } = (await tableOf(page)).parameters as { layers: Record<string, number> }
  expect(layers['mixed0']).toBe(1)
  expect(Object.keys(layers)).toHaveLength(initial + 1)
})
