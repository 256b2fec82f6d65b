import { readFile } from 'node:fs/promises'
import { unzipSync } from 'fflate'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { violations } from './access.ts'
import { collection, painted, phone, settled, siteFor, stateOf, type MapWindow } from './site.ts'

const open = siteFor()

const middle = { x: 200, y: 120, width: 800, height: 560 }
const head = (page: Page) => page.locator('.map-name p')

test('the whole map is painted; a hand moves it, a wheel zooms where it points', async () => {
  const page = await open()
  expect(await painted(page, middle)).toBeGreaterThan(0.05)
  const before = (await stateOf(page)).view
  await page.mouse.move(600, 400)
  await page.mouse.down()
  await page.mouse.move(700, 430, { steps: 5 })
  await page.waitForTimeout(80)
  await page.mouse.up()
  const moved = (await stateOf(page)).view
  expect(moved.x - before.x).toBeCloseTo((-100 * before.extent) / 800, 2)
  expect(moved.y - before.y).toBeCloseTo((-30 * before.extent) / 800, 2)
  await page.mouse.wheel(0, -600)
  await settled(page)
  const { view } = await stateOf(page)
  expect(view.extent).toBeLessThan(moved.extent / 2)
  // The pointer stands at 700, 430: 100 and 30 pixels from the middle.
  expect(view.x + (100 * view.extent) / 800).toBeCloseTo(moved.x + (100 * moved.extent) / 800, 3)
})

test('larger thumbnails come near the view only, and stay within their slots', async () => {
  const page = await open({ at: '#layout=grid&at=0.5,0.3,0.2' })
  const memory = () => page.evaluate(() => (window as unknown as MapWindow).reverieMap.memory())
  await page.locator('.map-layout').first().waitFor()
  await settled(page)
  const first = await memory()
  expect(first.near).toBeGreaterThan(5)
  expect(first.near).toBeLessThan(120)
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await page.evaluate(() => (window as unknown as MapWindow).reverieMap.goTo({ x: 0.1, y: 0.1, extent: 0.08 }))
  await settled(page)
  const second = await memory()
  expect(asked.filter((url) => url.includes('/512/')).length).toBeGreaterThan(0)
  expect(second.textureBytes).toBe(first.textureBytes)
  expect(second.full).toBeLessThanOrEqual(32)
  expect(asked.length).toBeLessThan(120)
})

test('layouts change with the picture that is selected kept in sight', async () => {
  const page = await open()
  const id = (await collection.pieces())[37]!.id
  await page.evaluate((piece) => (window as unknown as MapWindow).reverieMap.select(piece), id)
  await page.getByRole('radio', { name: 'Grid' }).click()
  await expect.poll(async () => (await stateOf(page)).layout).toBe('grid')
  await settled(page)
  const { positions } = (await collection.layout('grid'))!
  const { view } = await stateOf(page)
  expect(view.x).toBeCloseTo(positions[74]!, 1)
  expect(view.y).toBeCloseTo(positions[75]!, 1)
  await page.keyboard.press('ArrowRight')
  await expect.poll(async () => (await stateOf(page)).layout).toBe('color')
})

test('facets by OR, AND and NOT; words; what is asked for can be taken back piece by piece', async () => {
  const page = await open()
  const pieces = await collection.pieces()
  const countOf = (fits: (tags: readonly string[]) => boolean): number =>
    pieces.filter(({ tags }) => fits(tags)).length
  const all = await painted(page, middle)
  await page.getByRole('button', { name: 'Filter' }).click()
  const panel = page.getByRole('group', { name: 'Tags' })
  await panel.getByRole('button', { name: 'All 16' }).click()
  await panel.getByRole('button', { name: /^star/ }).click()
  await expect
    .poll(() => head(page).innerText())
    .toBe(`${countOf((tags) => tags.includes('star'))} of 400 pictures`)
  await panel.getByRole('button', { name: /^red/ }).click()
  const either = countOf((tags) => tags.includes('star') || tags.includes('red'))
  await expect.poll(() => head(page).innerText()).toBe(`${either} of 400 pictures`)
  await panel.getByRole('button', { name: /any of these/ }).click()
  const both = countOf((tags) => tags.includes('star') && tags.includes('red'))
  await expect.poll(() => head(page).innerText()).toBe(`${both} of 400 pictures`)
  await settled(page)
  expect(await painted(page, { ...middle, x: 340, width: 660 })).toBeLessThan(all / 4)
  await page.getByRole('button', { name: 'Take back: red' }).click()
  await panel.getByRole('button', { name: 'Not blue' }).click()
  const without = countOf((tags) => tags.includes('star') && !tags.includes('blue'))
  await expect.poll(() => head(page).innerText()).toBe(`${without} of 400 pictures`)
  await page.getByRole('button', { name: 'Show all' }).click()
  await page.getByRole('searchbox', { name: /Search/ }).fill('GREEN moo')
  const words = countOf((tags) => tags.includes('green') && tags.includes('moon'))
  await expect.poll(() => head(page).innerText()).toBe(`${words} of 400 pictures`)
})

test('a lasso gathers what is inside of it, as CSV and as a zip', async () => {
  const page = await open({ at: '#layout=grid' })
  await page.getByRole('button', { name: 'Gather' }).click()
  await page.mouse.move(500, 300)
  await page.mouse.down()
  for (const [x, y] of [
    [640, 300],
    [640, 420],
    [500, 420],
    [500, 310],
  ] as const)
    await page.mouse.move(x, y, { steps: 4 })
  await page.mouse.up()
  const bar = page.getByRole('region', { name: 'Gathered pictures' })
  const count = Number(/(\d+) pictures/.exec(await bar.innerText())?.[1])
  expect(count).toBeGreaterThan(3)
  const download = async (name: string): Promise<Buffer> => {
    const [file] = await Promise.all([page.waitForEvent('download'), bar.getByRole('button', { name }).click()])
    expect(file.suggestedFilename()).toBe(`Shapes-${count}.${name.toLowerCase()}`)
    return readFile(await file.path())
  }
  const table = (await download('CSV')).toString().trim().split('\r\n')
  expect(table[0]).toBe('id,title,author,license,link,year,tags,path')
  expect(table).toHaveLength(count + 1)
  const zip = unzipSync(await download('Zip'))
  expect(Object.keys(zip).filter((name) => name.endsWith('.png'))).toHaveLength(count)
  expect(Buffer.from(zip['pictures.csv']!).toString().trim().split('\r\n')).toEqual(table)
  await bar.getByRole('button', { name: 'List' }).click()
  expect(await page.locator('.map-item').count()).toBe(Math.min(60, count))
})

test('a link opens the same view on another screen', async () => {
  const page = await open({ at: '#layout=tsne&at=0.4,0.35,0.3&tag=star&tag-not=red' })
  await page.mouse.move(650, 420)
  await page.mouse.wheel(0, -100)
  await settled(page)
  await page.waitForTimeout(350)
  const here = await stateOf(page)
  const link = new URL(page.url()).hash
  const text = await head(page).innerText()
  const there = await open({ ...phone, at: link })
  expect(await head(there).innerText()).toBe(text)
  const state = await stateOf(there)
  expect(state.layout).toBe('tsne')
  for (const name of ['x', 'y', 'extent'] as const) expect(state.view[name]).toBeCloseTo(here.view[name], 4)
})

test('by keyboard alone: arrows travel, Enter opens, Escape closes, keys zoom, each step is said', async () => {
  const page = await open({ at: '#layout=grid' })
  await page.getByRole('application').focus()
  await page.keyboard.press('ArrowRight')
  const { positions } = (await collection.layout('grid'))!
  const pieces = await collection.pieces()
  const place = async (): Promise<[number, number, string]> => {
    const { selected } = await stateOf(page)
    const row = pieces.findIndex(({ id }) => id === selected)
    return [positions[2 * row]!, positions[2 * row + 1]!, pieces[row]!.title]
  }
  const [x, y] = await place()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowDown')
  const [right, below, title] = await place()
  const cell = (await collection.layout('grid'))!.cell!
  expect(right - x).toBeCloseTo(cell, 4)
  expect(below - y).toBeCloseTo(cell, 4)
  expect(await page.getByRole('status').first().innerText()).toBe(title)
  const { extent } = (await stateOf(page)).view
  await page.keyboard.press('+')
  await settled(page)
  expect((await stateOf(page)).view.extent).toBeLessThan(extent)
  await page.keyboard.press('Enter')
  const details = page.getByRole('complementary', { name: 'Details' })
  expect(await details.getByRole('heading', { level: 2 }).innerText()).toBe(title)
  await page.keyboard.press('Escape')
  expect(await details.isVisible()).toBe(false)
  await page.keyboard.press('/')
  expect(await page.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('search')
})

test('details lead to what is like the picture, and close to it', async () => {
  const page = await open()
  const id = (await collection.pieces())[5]!.id
  await page.evaluate((piece) => {
    const { reverieMap } = window as unknown as MapWindow
    reverieMap.goTo(piece)
    reverieMap.select(piece, true)
  }, id)
  const details = page.getByRole('complementary', { name: 'Details' })
  await details.getByRole('list', { name: 'Pictures like this one' }).getByRole('button').first().click()
  expect((await stateOf(page)).selected).not.toBe(id)
  await details.getByRole('button', { name: 'Back' }).click()
  expect((await stateOf(page)).selected).toBe(id)
  await details.getByRole('button', { name: 'Show them on the map' }).click()
  await expect.poll(() => head(page).innerText()).toBe('21 of 400 pictures')
  await details.getByRole('button', { name: 'Look closely' }).first().click()
  await page.locator('.map-full-view[data-ready]').waitFor()
  await page.keyboard.press('Escape')
  await expect.poll(() => page.locator('dialog').count()).toBe(0)
})

test('the list is real text, as long as the map is, and opens pictures', async () => {
  const page = await open({ at: '#tag=star' })
  await page.getByRole('button', { name: 'List' }).click()
  const list = page.getByRole('region', { name: 'List' })
  const stars = (await collection.pieces()).filter(({ tags }) => tags.includes('star'))
  expect(await list.getByRole('listitem').count()).toBe(Math.min(60, stars.length))
  expect(await list.getByRole('listitem').first().innerText()).toContain(stars[0]!.title)
  await list.getByRole('button', { name: stars[2]!.title }).click()
  expect((await stateOf(page)).selected).toBe(stars[2]!.id)
})

test('the list can be searched where it is read, and hides what lies below it from the keyboard', async () => {
  const page = await open()
  await page.getByRole('button', { name: 'List' }).click()
  await page.getByRole('searchbox', { name: /Search titles/ }).click()
  await page.keyboard.type('green moon')
  const moons = (await collection.pieces()).filter(({ tags }) => tags.includes('green') && tags.includes('moon'))
  const list = page.getByRole('region', { name: 'List' })
  await expect.poll(() => list.getByRole('listitem').count()).toBe(moons.length)
  expect(await page.getByRole('radio', { name: 'Grid' }).isVisible()).toBe(false)
  await page.getByRole('searchbox', { name: /Search titles/ }).fill('nothing of that name')
  await page.getByText('Nothing here is like that.').waitFor()
  await page.getByRole('button', { name: 'Close the list' }).click()
  expect(await page.getByRole('radio', { name: 'Grid' }).isVisible()).toBe(true)
})

test('while the pictures come it is said, and names wait until pictures are where they belong', async () => {
  const page = await open()
  let release = (): void => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  await page.route(/atlas|sprites/, async (route) => {
    await held
    await route.continue()
  })
  await page.reload()
  const coming = page.getByText('The pictures are coming …')
  await coming.waitFor()
  release()
  await settled(page)
  expect(await coming.count()).toBe(0)
  const areNamesShown = (shown: string) =>
    page.waitForFunction(
      (value) => document.querySelector<HTMLElement>('.map-names')?.dataset['shown'] === value,
      shown,
    )
  await areNamesShown('true')
  await page.getByRole('radio', { name: 'Grid' }).click()
  await areNamesShown('false')
  await areNamesShown('true')
})

test('the link that is copied is of what is seen at that moment', async () => {
  const page = await open({ reducedMotion: 'reduce' })
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.evaluate(() => {
    ;(window as unknown as MapWindow).reverieMap.goTo({ x: 0.3, y: 0.3, extent: 0.2 })
    document.querySelector<HTMLElement>('[aria-label^="Copy a link"]')!.click()
  })
  await page.getByText('The link to this view is on the clipboard.').waitFor()
  const { view } = await stateOf(page)
  const link = new URL(await page.evaluate(() => navigator.clipboard.readText()))
  expect(link.pathname).toBe(new URL(page.url()).pathname)
  expect(link.hash).toContain(
    `at=${[view.x, view.y, view.extent].map((value) => Number(value.toPrecision(5))).join(',')}`,
  )
})

test('on a phone two fingers zoom, a tap opens a sheet, targets are large enough', async () => {
  const page = await open(phone)
  const { extent } = (await stateOf(page)).view
  const session = await page.context().newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', gap: number): Promise<unknown> =>
    session.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: type === 'touchEnd' ? [] : [-1, 1].map((side, id) => ({ x: 195 + side * gap, y: 420, id })),
    })
  await touch('touchStart', 40)
  for (const gap of [60, 80, 100, 120]) await touch('touchMove', gap)
  await touch('touchEnd', 120)
  await settled(page)
  expect((await stateOf(page)).view.extent).toBeCloseTo(extent / 3, 1)
  await page.getByRole('button', { name: 'Filter' }).tap()
  const small = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('button, input')]
      .filter((element) => element.checkVisibility())
      .map((element) => ({ name: element.ariaLabel ?? element.innerText, box: element.getBoundingClientRect() }))
      .filter(({ box }) => box.height < 40)
      .map(({ name }) => name),
  )
  expect(small).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
})

test('axe finds nothing wrong, in the dark and in the light', async () => {
  const page = await open()
  expect(await violations(page)).toEqual([])
  await page.emulateMedia({ colorScheme: 'light' })
  await page.getByRole('button', { name: 'Filter' }).click()
  await page.getByRole('group', { name: 'Tags' }).getByRole('button', { name: 'Not red' }).click()
  const id = (await collection.pieces())[9]!.id
  await page.evaluate((piece) => (window as unknown as MapWindow).reverieMap.select(piece, true), id)
  await page.getByRole('heading', { name: 'Like this' }).waitFor()
  expect(await violations(page)).toEqual([])
})

test('without motion everything is there at once', async () => {
  const page = await open({ reducedMotion: 'reduce' })
  await page.getByRole('radio', { name: 'Colour' }).click()
  await page.waitForTimeout(120)
  expect(await page.evaluate(() => (window as unknown as MapWindow).reverieMap.isSettled)).toBe(true)
})
