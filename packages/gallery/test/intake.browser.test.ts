/** The intake's pages in a browser, without JavaScript of ours: axe finds nothing, and a person gets through on a phone. */
import axe from 'axe-core'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { withBrowser } from '@reverie/testing'
import { expect, test } from 'vitest'
import { goodFields, openHub, serve, settled } from './fixtures/intake.ts'
import { jpeg } from './fixtures/pictures.ts'

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
    }
    return (await axe.run()).violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`),
    )
  })
}

/** Nothing is wider than the window. */
const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)

test('a person fills in the form on a phone, mends it, and reads the receipt', async () => {
  const hub = await openHub()
  const intake = await serve(hub)
  const picture = join(hub.folder, 'sun.jpg')
  writeFileSync(picture, await jpeg('sun'))
  try {
    // The answer to a form that is to be mended is an error to the browser's console.
    await withBrowser({ url: intake.url, ignoreErrors: [/422/] }, async ({ page }) => {
      await page.setViewportSize({ width: 360, height: 780 })
      expect([await violations(page), await overflow(page)]).toEqual([[], 0])
      await page.emulateMedia({ colorScheme: 'dark' })
      expect(await violations(page)).toEqual([])
      await page.emulateMedia({ colorScheme: 'light' })

      // The browser's own checks stand in the way of what the server is to tell.
      await page.evaluate(() => void (document.forms[0]!.noValidate = true))
      await page.getByLabel('Title', { exact: true }).fill('Sun <b>over</b> the sea')
      await page.getByLabel('Author', { exact: true }).fill(goodFields['author']!)
      await page.getByRole('button', { name: 'Send the work' }).click()
      await page.getByRole('alert').waitFor()
      expect([await violations(page), await overflow(page)]).toEqual([[], 0])
      expect(await page.getByLabel('Author', { exact: true }).inputValue()).toBe(goodFields['author'])
      await page.getByRole('alert').getByRole('link', { name: 'Licence' }).click()
      expect(page.url()).toMatch(/#license$/)

      await page.getByLabel('Picture', { exact: true }).setInputFiles(picture)
      await page.getByLabel('Description', { exact: true }).fill(goodFields['alt']!)
      await page.getByLabel('Title', { exact: true }).fill(goodFields['title']!)
      await page.getByLabel('Date', { exact: true }).fill(goodFields['date']!)
      await page.getByLabel('work', { exact: true }).check()
      await page.getByLabel('CC BY 4.0').check()
      await page.getByLabel('Yes, new works').check()
      await page.getByLabel('I made it').check()
      await page.getByLabel('I know that').check()
      await page.getByRole('button', { name: 'Send the work' }).click()
      await page.waitForURL(/\/submissions\/[0-9a-f]{32}$/)
      await settled(intake, page.url().slice(-32))
      await page.reload()
      expect(await page.textContent('h1')).toBe('Thank you: it passed the check')
      expect([await violations(page), await overflow(page)]).toEqual([[], 0])
    })
    expect(hub.branches()).toEqual(['submissions/ada-lovelace-sun-over-the-sea'])
  } finally {
    await intake.close()
    hub.clear()
  }
})

test('the form looks as the gallery does: what its theme says on the branch has the last word', async () => {
  const hub = await openHub(undefined, async (desk) => {
    await desk.work('old', { date: '2026-01-02' })
    desk.write('theme/theme.css', ':root { --ground: rgb(250, 240, 230) }')
  })
  const intake = await serve(hub)
  try {
    await withBrowser({ url: intake.url }, async ({ page }) => {
      const ground = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
      expect(ground).toBe('rgb(250, 240, 230)')
    })
  } finally {
    await intake.close()
    hub.clear()
  }
})
