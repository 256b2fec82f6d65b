/** What goes out of collections and collages as files, and comes in again: archives, films, credits, pictures to look for. */
import { extractRecipe } from '@reverie/recipe'
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader, ZipWriter } from '@zip.js/zip.js'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { beforeAll, expect, test } from 'vitest'
import { drop, saved, studioFor, tableOf } from './studio.ts'
import { shapeFile, type TestFile } from './work.ts'

const open = studioFor()
const small = { width: 300, height: 200, count: 20 }
const rested = (page: Page) => page.locator('.stage-picture canvas[data-rested=true]').waitFor({ timeout: 60_000 })
const toCollections = (page: Page) => page.getByRole('button', { name: 'Collections', exact: true }).first().click()
const textOf = ({ bytes }: { bytes: Uint8Array }) => Buffer.from(bytes).toString('utf8')

/** An archive of forms in colours, with a file that is no picture. */
let forms: TestFile
beforeAll(async () => {
  const writer = new ZipWriter(new Uint8ArrayWriter())
  for (const kind of ['circles', 'squares'] as const) {
    for (let index = 0; index < 6; index++)
      await writer.add(
        `${kind}/${kind} ${'abcdef'[index]}.png`,
        new Uint8ArrayReader(await shapeFile(kind, index / 6)),
      )
  }
  await writer.add('notes.txt', new Uint8ArrayReader(Buffer.from('These are forms.')))
  forms = { name: 'forms.zip', type: 'application/zip', bytes: await writer.close() }
})

/** The folders of collections that the browser keeps. */
const foldersOf = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const root = await navigator.storage.getDirectory()
    const place = await root.getDirectoryHandle('collections', { create: true })
    const names: string[] = []
    for await (const name of place.keys()) names.push(name)
    return names
  })

/** Makes a collection of the forms by dropping their archive. */
async function dropForms(page: Page): Promise<void> {
  await drop(page, '.stage', [forms])
  const entry = page.getByRole('article', { name: 'forms' })
  await entry.getByRole('button', { name: 'Collage' }).waitFor({ timeout: 120_000 })
  expect(await entry.innerText()).toContain('12 pictures')
}

test(
  'an archive of pictures becomes a collection where it is dropped; saved as an archive it opens in another browser',
  { timeout: 240_000 },
  async () => {
    const { page, errors } = await open()
    await dropForms(page)
    const [download] = await Promise.all([
      page.waitForEvent('download', { timeout: 60_000 }),
      page.getByRole('button', { name: 'Save as an archive' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('forms.zip')
    const bytes = await import('node:fs/promises').then(async ({ readFile }) => readFile(await download.path()))
    const entries = await new ZipReader(new Uint8ArrayReader(new Uint8Array(bytes))).getEntries()
    expect(entries.filter(({ filename }) => filename.endsWith('.png')).length).toBeGreaterThanOrEqual(12)
    await page.locator('.collections .note', { hasText: 'is saved' }).waitFor()
    expect(await foldersOf(page)).toHaveLength(1)
    expect(errors).toEqual([])

    const { page: other, errors: others } = await open({ instrument: 'collage', parameters: small })
    await toCollections(other)
    const [chooser] = await Promise.all([
      other.waitForEvent('filechooser'),
      other.getByRole('button', { name: /^From an archive/ }).click(),
    ])
    await chooser.setFiles([{ name: 'forms.zip', mimeType: 'application/zip', buffer: bytes }])
    const entry = other.getByRole('article', { name: 'forms' })
    await entry.getByRole('button', { name: 'Collage' }).waitFor({ timeout: 60_000 })
    expect(await entry.innerText()).toContain('12 pictures')
    await entry.getByRole('button', { name: 'Collage' }).click()
    await rested(other)
    expect(await other.locator('.action-figures').innerText()).toContain('12 pieces')
    // Dropped again it is another collection of the same name, and nothing is looked at anew.
    await drop(other, '.stage', [{ name: 'again.zip', type: 'application/zip', bytes: new Uint8Array(bytes) }])
    await expect.poll(() => other.getByRole('article', { name: 'forms' }).count(), { timeout: 30_000 }).toBe(2)
    expect(others).toEqual([])
  },
)

test('an archive that is none is told so, and leaves nothing behind', async () => {
  const { page } = await open()
  await drop(page, '.stage', [{ ...forms, name: 'broken.zip', bytes: forms.bytes.slice(0, 400) }])
  const note = page.locator('.collections .note[data-tone=problem]')
  await note.waitFor({ timeout: 20_000 })
  expect(await note.innerText()).toMatch(/broken\.zip|archive/i)
  expect(await foldersOf(page)).toEqual([])
  await page.reload()
  await toCollections(page)
  await page.getByRole('article', { name: 'Samples' }).waitFor()
  expect(await page.getByRole('article').count()).toBe(1)
})

test(
  'a picture that is dropped on the map finds what is like it, and so does one that a search is given',
  { timeout: 240_000 },
  async () => {
    const { page, errors } = await open({ instrument: 'collage', parameters: small })
    await dropForms(page)
    await page.getByRole('article', { name: 'forms' }).getByRole('button', { name: 'Map' }).click()
    await page.locator('.map-place[data-open=true]').waitFor({ timeout: 30_000 })
    // The very red circle that is in the collection, from elsewhere.
    const circle = { name: 'red.png', type: 'image/png', bytes: await shapeFile('circles', 0) }
    await drop(page, '.map-page', [circle])
    const found = page.locator('.search-piece')
    await expect
      .poll(
        () =>
          found
            .first()
            .innerText()
            .catch(() => ''),
        { timeout: 60_000 },
      )
      .toContain('Circles a')
    expect(await found.count()).toBeGreaterThan(3)
    await page.getByRole('button', { name: 'Without the picture' }).click()
    await page.getByRole('searchbox', { name: 'Search in forms' }).fill('squares c')
    await expect
      .poll(
        () =>
          found
            .first()
            .innerText()
            .catch(() => ''),
        { timeout: 20_000 },
      )
      .toContain('Squares c')
    await found.first().click()
    await page.locator('.search-sheet').waitFor({ state: 'detached' })
    expect(errors).toEqual([])

    await toCollections(page)
    await page.getByRole('article', { name: 'forms' }).getByRole('button', { name: 'Collage' }).click()
    await rested(page)
    await page.locator('.collage-begin').click()
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: 'Like a picture' }).click(),
    ])
    await chooser.setFiles([{ name: circle.name, mimeType: circle.type, buffer: Buffer.from(circle.bytes) }])
    await expect
      .poll(
        () =>
          found
            .first()
            .innerText()
            .catch(() => ''),
        { timeout: 60_000 },
      )
      .toContain('Circles a')
    await found.first().click()
    await rested(page)
    expect(await page.locator('.collage-begin').innerText()).toContain('Circles a')
  },
)

test(
  'a collage is saved as the film of its settling, as drawing and print, and with credits of its pieces',
  { timeout: 240_000 },
  async () => {
    const { page, errors } = await open({ instrument: 'collage', parameters: { ...small, frames: 6 } })
    await rested(page)
    const format = (name: string) => page.selectOption('select[aria-label=Format]', name)
    await format('webp-film')
    const film = await saved(page)
    expect(film.name).toMatch(/ collage\.webp$/)
    expect((await sharp(film.bytes).metadata()).pages).toBe(6)
    const recipe = extractRecipe(film.bytes)!
    expect(recipe.output).toMatchObject({ kind: 'film', format: 'webp', frames: 6 })
    expect(recipe.inputs['pieces']).toHaveLength(20)

    for (const [name, title] of [
      ['svg', '<svg'],
      ['pdf', '%PDF-'],
    ] as const) {
      await format(name)
      const file = await saved(page)
      expect(Buffer.from(file.bytes).toString('latin1', 0, 200)).toContain(title)
      expect(extractRecipe(file.bytes)!.edits).toEqual(recipe.edits)
    }

    await format('svg-linked')
    const archive = await saved(page)
    expect(archive.name).toMatch(/ collage\.zip$/)
    const entries = await new ZipReader(new Uint8ArrayReader(archive.bytes)).getEntries()
    const drawing = entries.find(({ filename }) => filename === 'collage.svg')!
    const svg = Buffer.from(await ('getData' in drawing ? drawing.getData(new Uint8ArrayWriter()) : [])).toString()
    const links = [...svg.matchAll(/xlink:href="([^"]+)"/g)].map(([, link]) => decodeURIComponent(link!))
    expect(links).toHaveLength(20)
    expect(
      entries
        .map(({ filename }) => filename)
        .filter((name) => name !== 'collage.svg')
        .sort(),
    ).toEqual([...links].sort())
    expect(extractRecipe(Buffer.from(svg))!.edits).toEqual(recipe.edits)

    await format('credits-csv')
    const table = await saved(page)
    expect(table.name).toMatch(/ collage\.csv$/)
    const rows = textOf(table).trim().split('\r\n')
    expect(rows[0]).toBe('id,file,title,author,link,licence')
    expect(rows).toHaveLength(21)
    expect(rows[1]).toMatch(/,https:.*,CC-PDDC$/)
    for (const [name, expected] of [
      ['credits-html', /^<!doctype html>.*<li>/s],
      ['credits-txt', /^Credits\n\n1\. /],
      ['credits-md', /^# Credits\n\n1\. /],
    ] as const) {
      await format(name)
      expect(textOf(await saved(page))).toMatch(expected)
    }
    // What was saved is not on the shelf, and the table is as it was.
    expect(await page.locator('.shelf-card').count()).toBe(0)
    expect((await tableOf(page)).parameters).toEqual({ ...small, frames: 6 })
    expect(errors).toEqual([])
  },
)
