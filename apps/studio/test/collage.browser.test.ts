import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { extractRecipe } from '@reverie/recipe'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { saved, studioFor, tableOf } from './studio.ts'
import { shapeFile } from './work.ts'

const open = studioFor()
let folder: string

/** A folder of forms in colours, with what is no picture among them. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'forms-'))
  for (const kind of ['circles', 'squares'] as const) {
    await mkdir(join(folder, kind))
    for (let index = 0; index < 8; index++)
      await writeFile(join(folder, kind, `${kind} ${'abcdefgh'[index]}.png`), await shapeFile(kind, index / 8))
  }
  await writeFile(join(folder, 'broken.png'), 'no picture')
  await writeFile(join(folder, 'notes.txt'), 'These are forms.')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const rested = (page: Page) => page.locator('.stage-picture canvas[data-rested=true]').waitFor({ timeout: 60_000 })
const small = { width: 600, height: 400, count: 40 }

/** Chooses a folder as a person does in a browser without a picker of its own. */
async function choose(page: Page): Promise<void> {
  await page.evaluate(() => Object.assign(window, { showDirectoryPicker: undefined }))
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Choose a folder' }).click(),
  ])
  await chooser.setFiles(folder)
}

test(
  'a folder becomes a collection, goes on after a reload, and is a map, a collage and a PNG',
  { timeout: 180_000 },
  async () => {
    const { page, errors } = await open({ instrument: 'collage', parameters: small })
    await page.getByRole('button', { name: 'Collections', exact: true }).first().click()
    await choose(page)
    // Once all is taken in, the page may go.
    await page.locator('.collections .action-figures', { hasText: 'of 16' }).waitFor({ timeout: 60_000 })
    await page.reload()
    await page.getByRole('button', { name: 'Collections', exact: true }).first().click()
    await page.getByRole('button', { name: 'Go on' }).click()
    const entry = page.locator('.entry').first()
    await entry.getByRole('button', { name: 'Collage' }).waitFor({ timeout: 120_000 })
    expect(await entry.innerText()).toContain('16 pictures')
    await entry.locator('summary').click()
    expect(await entry.locator('.entry-problems li').allInnerTexts()).toEqual([
      '"broken.png" is named like a picture and is none that can be read here.',
    ])

    await entry.getByRole('button', { name: 'Map' }).click()
    await page.locator('.map-place[data-open=true]').waitFor({ timeout: 30_000 })
    expect(await page.getByRole('application').getAttribute('aria-label')).toContain('16 pictures')
    await page.getByRole('button', { name: 'Collections', exact: true }).first().click()
    await page.locator('.entry').first().getByRole('button', { name: 'Collage' }).click()
    await rested(page)
    expect(await page.locator('.action-figures').innerText()).toContain('16 pieces')
    const { bytes } = await saved(page)
    const recipe = extractRecipe(bytes)!
    expect(recipe.instrument.name).toBe('collage')
    expect(recipe.inputs['pieces']).toHaveLength(16)
    expect(recipe.output).toMatchObject({ width: 600, height: 400 })
    expect(errors.filter((error) => !/favicon/.test(error))).toEqual([])
  },
)

test(
  'hands move, turn, swap and remove pieces; the history and a link know it all',
  { timeout: 90_000 },
  async () => {
    const { page, context } = await open({ instrument: 'collage', parameters: small })
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await rested(page)
    await page.locator('.stage-frame').focus()
    await page.keyboard.press('Enter')
    const label = page.locator('.piece-label')
    await label.waitFor()
    await page.keyboard.press('Shift+ArrowRight')
    await page.keyboard.press(']')
    await rested(page)
    await page.keyboard.press('k')
    const types = async () => (await tableOf(page)).edits.map(({ type }) => type)
    await expect.poll(types, { timeout: 10_000 }).toEqual(['move', 'settle', 'turn', 'lock'])
    const [x, y] = await pieceInHand(page)
    await page.keyboard.press('Escape')

    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.move(x + 60, y + 40, { steps: 4 })
    await page.mouse.up()
    await expect.poll(async () => (await types()).slice(4), { timeout: 10_000 }).toEqual(['move', 'settle'])
    await rested(page)
    await label.getByRole('button', { name: 'Remove' }).click()
    await rested(page)
    expect(await page.locator('.action-figures').innerText()).toContain('39 pieces')
    await page.keyboard.press('Control+z')
    await rested(page)
    expect(await page.locator('.action-figures').innerText()).toContain('40 pieces')

    await page.keyboard.press('l')
    await page.locator('[data-place="action"] .note').waitFor()
    const link = await page.evaluate(() => navigator.clipboard.readText())
    const own = await tableOf(page)
    const before = await picture(page)
    const { page: other } = await open({ at: new URL(link).hash })
    await rested(other)
    expect((await tableOf(other)).edits).toEqual(own.edits)
    expect(await picture(other)).toBe(before)
  },
)

test(
  'another begins elsewhere, a search begins with what it finds, and a work goes on the shelf',
  { timeout: 90_000 },
  async () => {
    const { page } = await open({ instrument: 'collage', parameters: small })
    await rested(page)
    const begin = () => page.locator('.collage-begin').innerText()
    const first = await begin()
    await page.getByRole('button', { name: 'Another', exact: true }).click()
    await expect.poll(begin, { timeout: 20_000 }).not.toBe(first)
    await page.locator('.collage-begin').click()
    await page.getByRole('searchbox').fill('bird')
    await page.locator('.search-piece').first().click()
    await rested(page)
    expect((await tableOf(page)).parameters['like']).toMatch(/^[0-9a-f]{16}$/)
    await page.getByRole('button', { name: 'Keep' }).click()
    await expect.poll(() => page.locator('.shelf-card').count(), { timeout: 60_000 }).toBe(1)
  },
)

/** The middle of the piece in hand, between its corners. */
async function pieceInHand(page: Page): Promise<[number, number]> {
  const boxes = await page.locator('[data-grip=size]').evaluateAll((corners) =>
    corners.map((corner) => {
      const { x, y, width, height } = corner.getBoundingClientRect()
      return [x + width / 2, y + height / 2] as const
    }),
  )
  const mean = (axis: 0 | 1) => boxes.reduce((sum, box) => sum + box[axis], 0) / boxes.length
  return [mean(0), mean(1)]
}

/** The canvas as a person sees it, small. */
const picture = (page: Page): Promise<string> =>
  page.locator('.stage-picture canvas').evaluate((canvas: HTMLCanvasElement) => {
    const small = Object.assign(document.createElement('canvas'), { width: 60, height: 40 })
    small.getContext('2d')!.drawImage(canvas, 0, 0, 60, 40)
    return small.toDataURL()
  })

test(
  'pieces can be more like several and less like others, each to be taken back',
  { timeout: 90_000 },
  async () => {
    const { page } = await open({ instrument: 'collage', parameters: small })
    await rested(page)
    const wishes = async () => {
      const { parameters } = await tableOf(page)
      return [parameters['like'], parameters['unlike']].map((ids) =>
        typeof ids === 'string' ? ids.split(',').length : 0,
      )
    }
    await page.getByRole('button', { name: 'More like …' }).click()
    await page.getByRole('searchbox').fill('bird')
    await page.locator('.search-piece').first().click()
    // Beside the one that chance drew.
    await expect.poll(wishes).toEqual([2, 0])
    await rested(page)
    await page.locator('.stage-frame').focus()
    await page.keyboard.press('Enter')
    await page.locator('.piece-label').getByRole('button', { name: 'Less like this' }).click()
    await expect.poll(wishes).toEqual([2, 1])
    await rested(page)
    await page.getByRole('button', { name: /^Take back: more like this/ }).click()
    await page.getByRole('button', { name: /^Take back: less like this/ }).click()
    await expect.poll(wishes).toEqual([1, 0])
    await page.keyboard.press('Control+z')
    await expect.poll(wishes).toEqual([1, 1])
  },
)
