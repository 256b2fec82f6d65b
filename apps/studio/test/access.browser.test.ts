import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { phone, studioFor } from './studio.ts'

const open = studioFor()

/** What axe finds wrong, a line each. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  // Colours in mid-transition are nobody's.
  await page.waitForTimeout(400)
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: {
        run(): Promise<{
          violations: { id: string; help: string; nodes: { html: string; failureSummary: string }[] }[]
        }>
      }
    }
    const { violations } = await axe.run()
    return violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary}`),
    )
  })
}

/** What a finger would miss, a line each. */
const tooSmall = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('button, select, input:not([hidden])')]
      .filter(
        (element) => element.checkVisibility({ visibilityProperty: true }) && !element.matches('[type=range]'),
      )
      // A switch is as large as its label.
      .map((element) => (element.matches('[type=checkbox]') ? element.closest('label')! : element))
      .map((element) => ({
        name: element.ariaLabel ?? element.innerText ?? '',
        box: element.getBoundingClientRect(),
      }))
      .filter(({ box }) => box.width > 1 && box.height > 1 && box.height < 40)
      .map(({ name, box }) => `${name} ${box.width}×${box.height}`),
  )

for (const colorScheme of ['dark', 'light'] as const) {
  for (const [name, device] of Object.entries({ desk: {}, phone })) {
    test(`axe finds nothing wrong on a ${name} in a ${colorScheme} room`, async () => {
      const { page } = await open({ ...device, colorScheme })
      if (name === 'phone') await page.getByRole('button', { name: 'Parameters' }).click()
      await page.getByRole('button', { name: 'More' }).click()
      await page.getByRole('button', { name: 'Choose: Guide' }).click()
      expect(await violations(page)).toEqual([])
      if (name === 'phone') await page.getByRole('button', { name: 'Shelf' }).click()
      expect(await violations(page)).toEqual([])
      await page.getByRole('button', { name: 'Settings', exact: true }).click()
      await page.getByRole('heading', { name: 'Settings' }).waitFor()
      expect(await violations(page)).toEqual([])
    })
  }
}

for (const colorScheme of ['dark', 'light'] as const) {
  for (const [name, device] of Object.entries({ desk: {}, phone })) {
    test(`axe finds nothing wrong with the pattern page on a ${name} in a ${colorScheme} room`, async () => {
      const { page } = await open({ ...device, colorScheme, instrument: 'pattern' })
      await page.locator('.pad').waitFor()
      await page.locator('.stage-picture canvas[data-settled=true]').waitFor()
      expect(await violations(page)).toEqual([])
      if (name === 'phone') {
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
        // In reach of the thumb that holds the phone: in the lower third, at the right.
        const pad = (await page.locator('.pad').boundingBox())!
        expect(pad.y).toBeGreaterThan((844 * 3) / 5)
        expect(pad.x).toBeGreaterThan(390 / 2)
        expect(await tooSmall(page)).toEqual([])
        await page.getByRole('button', { name: 'Parameters' }).click()
      }
      await page.getByRole('button', { name: /^Colour: / }).click()
      await page.getByRole('button', { name: 'More' }).click()
      expect(await violations(page)).toEqual([])
      if (name === 'phone') expect(await tooSmall(page)).toEqual([])
      await page.keyboard.press('v')
      await page.locator('.cell canvas[data-drawn=true]').nth(8).waitFor({ timeout: 30_000 })
      expect(await violations(page)).toEqual([])
    })
  }
}

for (const [name, device] of Object.entries({
  desk: { colorScheme: 'dark' as const },
  phone: { ...phone, colorScheme: 'light' as const },
})) {
  test(
    `axe finds nothing wrong with collages, collections and the map on a ${name}`,
    { timeout: 60_000 },
    async () => {
      const { page } = await open({
        ...device,
        instrument: 'collage',
        parameters: { width: 600, height: 400, count: 30 },
      })
      await page.locator('.stage-picture canvas[data-rested=true]').waitFor({ timeout: 30_000 })
      await page.locator('.stage-frame').focus()
      await page.keyboard.press('Enter')
      await page.locator('.piece-label').waitFor()
      expect(await violations(page)).toEqual([])
      if (name === 'phone') expect(await tooSmall(page)).toEqual([])
      await page.keyboard.press('Escape')
      await page.keyboard.press('/')
      await page.locator('.search-piece').nth(20).waitFor({ timeout: 20_000 })
      expect(await violations(page)).toEqual([])
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Collections', exact: true }).first().click()
      await page.locator('.entry').getByRole('button', { name: 'Collage' }).waitFor()
      expect(await violations(page)).toEqual([])
      if (name === 'phone') expect(await tooSmall(page)).toEqual([])
      await page.getByRole('button', { name: 'Map', exact: true }).first().click()
      await page.locator('.map-place[data-open=true]').waitFor({ timeout: 30_000 })
      expect(await violations(page)).toEqual([])
    },
  )
}

test('on a phone the parameters are a sheet, the shelf a drawer, and targets are large enough', async () => {
  const { page } = await open(phone)
  const top = async (selector: string) => (await page.locator(selector).boundingBox())?.y ?? 0
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
  expect(await page.locator('.panel-body').isVisible()).toBe(false)
  await page.getByRole('button', { name: 'Parameters' }).click()
  await expect.poll(() => page.locator('.panel-body').isVisible()).toBe(true)
  expect(await top('.panel-body')).toBeGreaterThan(844 * 0.2)
  await page.getByRole('button', { name: 'More' }).click()
  expect(await tooSmall(page)).toEqual([])
  await page.getByRole('button', { name: 'Shelf' }).click()
  await expect.poll(() => page.locator('.shelf').isVisible()).toBe(true)
  await expect.poll(() => page.locator('.panel-body').isVisible()).toBe(false)
})

test('everything can be reached by the keyboard, and shows that it has the focus', async () => {
  const { page } = await open()
  const reached = new Set<string>()
  for (let press = 0; press < 60; press += 1) {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement
      // Past the last stop the focus leaves the page.
      if (element === document.body) return undefined
      const shown = element.matches('input[type=range]')
        ? (element.closest('.slider-thumb') as HTMLElement)
        : element
      return { name: element.ariaLabel ?? element.innerText, outline: getComputedStyle(shown).outlineStyle }
    })
    if (!focused) break
    if (focused.name) reached.add(focused.name.trim())
    expect(focused, `after ${press + 1} tabs`).toMatchObject({ outline: expect.stringMatching(/solid|auto/) })
  }
  for (const name of ['Dream', 'Settings', 'Another', 'Sample: A cat, Stéfan van der Walt, CC0'])
    expect([...reached]).toContain(name)
})
