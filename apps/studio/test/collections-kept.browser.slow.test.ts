/** Nothing of collections and maps is lost: by going back, by a reload, by a full disk, by a second tab. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { drop, studioFor, tableOf } from './studio.ts'
import { pictureFile, shapeFile, type TestFile } from './work.ts'

const open = studioFor()
const small = { width: 300, height: 200, count: 20 }
const rail = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Instruments' }).getByRole('button', { name, exact: true })
const mapOpens = (page: Page) => page.locator('.map-place[data-open=true]').waitFor({ timeout: 60_000 })

/** An archive of a few forms. */
async function archiveOf(kind: 'circles' | 'squares', count: number): Promise<TestFile> {
  const writer = new ZipWriter(new Uint8ArrayWriter())
  for (let index = 0; index < count; index++)
    await writer.add(`${kind} ${index}.png`, new Uint8ArrayReader(await shapeFile(kind, index / count)))
  return { name: `${kind}.zip`, type: 'application/zip', bytes: await writer.close() }
}

let circles: TestFile
let squares: TestFile
beforeAll(async () => {
  circles = await archiveOf('circles', 12)
  squares = await archiveOf('squares', 6)
})

test(
  'Back goes to the page before, a reload stays, and a map is found as it was left',
  { timeout: 120_000 },
  async () => {
    const { page, errors } = await open({ instrument: 'collage', parameters: small })
    await rail(page, 'Collections').click()
    await rail(page, 'Map').click()
    await mapOpens(page)
    await page.getByRole('radio', { name: 'Grid' }).click()
    await page.getByRole('searchbox', { name: /Search titles/ }).fill('bird')
    const count = page.locator('.map-name p')
    await expect.poll(() => count.innerText(), { timeout: 20_000 }).toMatch(/^\d+ of 552 pictures$/)
    const said = await count.innerText()
    await page.getByRole('button', { name: 'Gather', exact: true }).click()
    await page.mouse.move(380, 20)
    await page.mouse.down()
    for (const [x, y] of [
      [1360, 20],
      [1360, 790],
      [380, 790],
    ] as const)
      await page.mouse.move(x, y, { steps: 4 })
    await page.mouse.up()
    const gathered = page.getByRole('region', { name: 'Gathered pictures' }).getByRole('status')
    const many = await gathered.innerText()
    // A view is kept a moment after it came to be.
    await page.waitForTimeout(1500)
    await page.goBack()
    await page.getByRole('main', { name: 'Collections' }).waitFor()
    await page.goForward()
    await mapOpens(page)
    await expect.poll(() => count.innerText(), { timeout: 20_000 }).toBe(said)
    expect(await gathered.innerText()).toBe(many)
    expect(await page.getByRole('radio', { name: 'Grid' }).getAttribute('aria-checked')).toBe('true')
    await page.reload()
    await mapOpens(page)
    expect(errors).toEqual([])
  },
)

test(
  'a link to a view opens it elsewhere, and a picture of it begins a collage of the whole',
  { timeout: 180_000 },
  async () => {
    const { page, context } = await open({ instrument: 'collage', parameters: small })
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await rail(page, 'Map').click()
    await mapOpens(page)
    await page.getByRole('radio', { name: 'Colour' }).click()
    await page.getByRole('application').focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
    const title = await page.locator('.map-detail h2').innerText()
    await page.getByRole('button', { name: 'Copy a link to this view' }).click()
    const link = await page.evaluate(() => navigator.clipboard.readText())

    const { page: other } = await open({ instrument: 'collage', parameters: small })
    const follow = (fragment: string) => other.evaluate((hash) => (location.hash = hash), fragment)
    await follow(new URL(link).hash)
    await mapOpens(other)
    await expect.poll(() => other.locator('.map-detail h2').innerText(), { timeout: 20_000 }).toBe(title)
    expect(await other.getByRole('radio', { name: 'Colour' }).getAttribute('aria-checked')).toBe('true')
    await other.locator('.map-detail').getByRole('button', { name: 'Collage around it' }).click()
    await other.locator('.stage-picture canvas[data-rested=true]').waitFor({ timeout: 60_000 })
    expect(await other.locator('.action-figures').innerText()).toContain('20 pieces')
    expect(await other.locator('.collage-begin').innerText()).toContain(title)
    expect((await tableOf(other)).parameters['like']).toMatch(/^[0-9a-f]{16}$/)

    await follow('#map=nowhere&name=Elsewhere&layout=grid')
    await other.getByText('The collection “Elsewhere” is not in this browser.').waitFor()
    expect(new URL(other.url()).hash).toBe('')
  },
)

test(
  'when the disk is full it is said, what was taken stays, and with room again it goes on',
  { timeout: 240_000 },
  async () => {
    const { page, context } = await open()
    const session = await context.newCDPSession(page)
    const { origin } = new URL(page.url())
    const { usage } = await session.send('Storage.getUsageAndQuota', { origin })
    await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: usage + 40_000 })
    await drop(page, '.stage', [circles])
    const note = page.locator('.collections .note[data-tone=problem]')
    await note.waitFor({ timeout: 60_000 })
    expect(await note.innerText()).toContain('no room for more pictures')
    await session.send('Storage.overrideQuotaForOrigin', { origin })
    const entry = page.getByRole('article', { name: 'circles' })
    await entry.getByRole('button', { name: 'Go on' }).click()
    await entry.getByRole('button', { name: 'Collage' }).waitFor({ timeout: 120_000 })
  },
)

test('two tabs keep to each other: names, what is put away, what is being made', { timeout: 300_000 }, async () => {
  const { page, context } = await open()
  await drop(page, '.stage', [circles])
  const entry = page.getByRole('article', { name: 'circles' })
  await entry.getByRole('button', { name: 'Collage' }).waitFor({ timeout: 120_000 })
  const other = await context.newPage()
  await other.goto(page.url())
  await rail(other, 'Collections').click()
  const same = other.getByRole('article', { name: 'circles' })
  await same.getByRole('button', { name: 'Rename circles' }).click()
  await other.getByRole('textbox', { name: 'Name of the collection' }).fill('Rounds')
  await other.keyboard.press('Enter')
  const renamed = page.getByRole('article', { name: 'Rounds' })
  await renamed.waitFor()

  // Put away here, and brought back after the other tab was opened anew.
  await renamed.getByRole('button', { name: 'Delete Rounds' }).click()
  await other.getByRole('article', { name: 'Rounds' }).waitFor({ state: 'detached' })
  await other.reload()
  await rail(other, 'Collections').waitFor()
  await other.getByRole('article', { name: 'Samples' }).waitFor()
  await page.getByRole('button', { name: 'Undo', exact: true }).first().click()
  await other.getByRole('article', { name: 'Rounds' }).getByRole('button', { name: 'Collage' }).waitFor()

  // What is made in one tab is not made in the other as well.
  await drop(page, '.collections', [squares])
  const made = other.getByRole('article', { name: 'squares' })
  await made.getByRole('button', { name: 'Go on' }).click({ timeout: 30_000 })
  const note = other.locator('.collections .note[data-tone=problem]')
  await note.waitFor({ timeout: 60_000 })
  expect(await note.innerText()).toContain('is being made in another tab')
  await made.getByRole('button', { name: 'Collage' }).waitFor({ timeout: 120_000 })
  expect(await made.innerText()).toContain('6 pictures')
})

test('pictures that were added are in the next collage and its search', { timeout: 240_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'added-'))
  try {
    for (let index = 0; index < 4; index++)
      await writeFile(join(folder, `stripes ${index}.png`), await shapeFile('squares', index / 4 + 0.1))
    const { page } = await open({ instrument: 'collage', parameters: { ...small, twins: true } })
    await drop(page, '.stage', [circles])
    const entry = page.getByRole('article', { name: 'circles' })
    await entry.getByRole('button', { name: 'Collage' }).click({ timeout: 120_000 })
    const figures = page.locator('.action-figures').first()
    await expect.poll(() => figures.innerText(), { timeout: 60_000 }).toContain('12 pieces')
    await page.goBack()
    await page.evaluate(() => Object.assign(window, { showDirectoryPicker: undefined }))
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      entry.getByRole('button', { name: 'Add pictures' }).click(),
    ])
    await chooser.setFiles(folder)
    await entry.getByText('16 pictures').waitFor({ timeout: 120_000 })
    await entry.getByRole('button', { name: 'Collage' }).click()
    await page.getByRole('button', { name: 'Another', exact: true }).click()
    await expect.poll(() => figures.innerText(), { timeout: 60_000 }).toContain('16 pieces')
    await page.locator('.collage-begin').click()
    await page.getByRole('searchbox').fill('stripes')
    await expect.poll(() => page.locator('.search-piece').count(), { timeout: 20_000 }).toBe(4)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

test(
  'of two tabs each keeps its table, and neither sweeps away the other’s pictures',
  { timeout: 120_000 },
  async () => {
    const { page, context } = await open({ instrument: 'dream' })
    const nameOf = async (tab: Page) => {
      await tab.waitForTimeout(260)
      const { inputs } = await tab.evaluate(() => JSON.parse(sessionStorage['reverie.document']))
      return (inputs as { image: { name: string; sha256: string }[] }).image[0]!
    }
    await drop(page, '.stage', [await pictureFile('first.png', 60, 40)])
    await expect.poll(async () => (await nameOf(page)).name).toBe('first.png')
    const other = await context.newPage()
    await other.goto(page.url())
    await other.locator('.primary:not([data-disabled])').waitFor()
    await drop(other, '.stage', [await pictureFile('second.png', 40, 60)])
    await expect.poll(async () => (await nameOf(other)).name).toBe('second.png')
    // A visit sweeps away what nothing needs.
    await other.reload()
    await other.locator('.primary:not([data-disabled])').waitFor()
    await other.waitForTimeout(500)
    await page.reload()
    await page.locator('.primary:not([data-disabled])').waitFor()
    const { name, sha256 } = await nameOf(page)
    expect(name).toBe('first.png')
    const size = await page.evaluate(async (hash) => {
      const inputs = await (await navigator.storage.getDirectory()).getDirectoryHandle('inputs')
      return (await (await inputs.getFileHandle(hash)).getFile()).size
    }, sha256)
    expect(size).toBeGreaterThan(0)
  },
)

test('a second folder waits for the first: neither is cut short', { timeout: 240_000 }, async () => {
  const { page } = await open()
  await drop(page, '.stage', [circles])
  await page.getByRole('article', { name: 'circles' }).waitFor()
  await drop(page, '.collections', [squares])
  const second = page.getByRole('article', { name: 'squares' })
  await second.getByText('Waits for its turn').waitFor()
  // The button is of the one that is being made.
  await page.locator('.collections .action-figures', { hasText: 'of 12' }).waitFor({ timeout: 60_000 })
  for (const [name, count] of [
    ['circles', 12],
    ['squares', 6],
  ] as const) {
    const entry = page.getByRole('article', { name })
    await entry.getByText(`${count} pictures`).waitFor({ timeout: 120_000 })
    await entry.getByRole('button', { name: 'Collage' }).waitFor()
    expect(await entry.getByRole('button', { name: 'Go on' }).count()).toBe(0)
  }
})
