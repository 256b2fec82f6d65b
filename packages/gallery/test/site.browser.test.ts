import { makeSite } from '@reverie/gallery/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPress, sampleWishes, tombstones, type Press } from './fixtures/publication.ts'
import { phone, serveSite, violations, type Served } from './fixtures/served.ts'

const attack = '<img src=x onerror=alert(1)><script>alert(2)</script>'

let press: Press
let served: Served
beforeAll(async () => {
  press = openPress()
  const wishes = [
    ...(await sampleWishes()),
    {
      uid: 'hostile',
      title: `Gate ${attack}`,
      author: `"'>${attack}`,
      alt: `A pattern behind a gate ${attack}`,
      body: `${attack} gate`,
      tags: [attack],
    },
  ]
  await makeSite(
    await press.publication(wishes, {
      tombstones,
      site: { page: 4, newest: 6, studio: 'https://example.org/studio/' },
    }),
    press.path('site'),
  )
  served = await serveSite(press.path('site'))
})
afterAll(async () => {
  await served?.close()
  press.clear()
})

const kinds = {
  home: '',
  work: 'gallery/work-4/',
  'work of strangers': 'gallery/hostile/',
  list: 'tags/sun/',
  'later page of a list': 'works/2/',
  'list of lists': 'authors/',
  search: 'search/?q=pattern',
  about: 'about/',
  'work that was taken down': 'gallery/gone/',
  'page that is not': 'no/such/page',
}

for (const [kind, path] of Object.entries(kinds))
  test(`axe finds nothing wrong in a ${kind}, light and dark`, async () => {
    const page = await served.open(path)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      if (kind === 'search') await page.locator('#results li').first().waitFor()
      await page.evaluate(() => {
        for (const details of document.querySelectorAll('details')) details.open = true
      })
      expect(await violations(page), colorScheme).toEqual([])
    }
  })

test('a phone shows every kind of page without going sideways', async () => {
  const page = await served.open('', phone)
  for (const [kind, path] of Object.entries(kinds)) {
    await page.goto(served.url + path)
    const [content, screen] = await page.evaluate(() => [
      document.documentElement.scrollWidth,
      document.documentElement.clientWidth,
    ])
    expect(content, kind).toBe(screen)
    if (kind === 'home' || kind === 'work') expect(await violations(page)).toEqual([])
  }
})

test('everything but the search is there without JavaScript', async () => {
  const page = await served.open('', { javaScriptEnabled: false })
  await page.getByRole('link', { name: 'Work 5' }).click()
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Work 5')
  await page.getByRole('link', { name: 'sun', exact: true }).click()
  await page.getByRole('link', { name: 'Older' }).click()
  await page.getByRole('link', { name: 'Work 0' }).click()
  // What was made of it says how, and pictures are links to themselves.
  await page.locator('summary').first().click()
  expect(await page.getByText('The file holds no recipe.').isVisible()).toBe(true)
  await page.locator('figure a').click()
  expect(page.url()).toBe(`${served.url}gallery/work-0/work-0.png`)
  await page.goto(`${served.url}search/`)
  expect(await page.getByText('The search needs JavaScript.').isVisible()).toBe(true)
  expect(await page.getByRole('search').isVisible()).toBe(false)
  await page.getByRole('main').getByRole('link', { name: 'tags' }).click()
  expect(page.url()).toBe(`${served.url}tags/`)
})

test('the page for what is not there leads on from anywhere', async () => {
  const page = await served.open('gallery/no/such/work/')
  await page.getByRole('link', { name: 'All works' }).click()
  expect(page.url()).toBe(`${served.url}works/`)
})

test('pictures are looked at alone by keyboard', async () => {
  const page = await served.open('gallery/work-4/')
  await page.locator('figure a').focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.waitFor()
  await expect.poll(() => page.locator('.pswp__words').textContent()).toContain('number 4')
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => page.locator('.pswp__words').textContent()).toContain('“Dreamy”')
  // Nothing behind gets the focus; once around it is with the browser, which the page sees as its body.
  for (let press = 0; press < 8; press++) {
    await page.keyboard.press('Tab')
    expect(
      await page.evaluate(() => document.activeElement?.closest('main, header, footer, .skip') ?? null),
    ).toBeNull()
  }
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  expect(await page.evaluate(() => document.activeElement?.getAttribute('href'))).toBe('work-4.png')
})

test('the search finds words, tags, authors and years', async () => {
  const page = await served.open('search/')
  const titles = (): Promise<string[]> => page.locator('#results .title').allTextContents()
  await page.getByLabel('Words').fill('pattern')
  await expect.poll(titles).toHaveLength(8)
  await page.getByLabel('Tag').selectOption('sea')
  await expect.poll(async () => (await titles()).toSorted()).toEqual(['Work 0', 'Work 3', 'Work 6'])
  await page.getByLabel('Author').selectOption('Grace Hopper')
  await expect.poll(titles).toEqual(['Work 3'])
  await page.reload()
  await expect.poll(titles).toEqual(['Work 3'])
  await page.locator('#results a').click()
  expect(page.url()).toBe(`${served.url}gallery/work-3/`)
  await page.goto(`${served.url}search/?q=nowhere-to-be-found`)
  await page.getByText('Nothing was found.').waitFor()
})

test('what strangers write is text to the search, too', async () => {
  const page = await served.open('search/?q=gate')
  await page.locator('#results li').first().waitFor()
  expect(await page.locator('#results .title').allTextContents()).toEqual([`Gate ${attack}`])
  expect(await page.locator('#results img').count()).toBe(1)
  expect(await page.locator('#results script').count()).toBe(0)
  expect(await page.locator('#results mark').count()).toBeGreaterThan(0)
})

test('a script that got into a page would not run', async () => {
  const page = await served.open('gallery/work-1/')
  const before = served.complaints.length
  const ran = await page.evaluate(() => {
    const script = document.createElement('script')
    script.textContent = 'window.ran = true'
    document.body.append(script)
    return 'ran' in window
  })
  expect(ran).toBe(false)
  await expect.poll(() => served.complaints.splice(before).join()).toMatch(/Content Security Policy/)
})

test('nothing moves when pictures arrive', async () => {
  const page = await served.open('about/')
  await page.route('**/pictures/**', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 300))
    await route.continue()
  })
  for (const path of ['', 'gallery/work-4/', 'works/']) {
    await page.goto(served.url + path, { waitUntil: 'networkidle' })
    const shifted = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          let sum = 0
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) sum += (entry as unknown as { value: number }).value
          }).observe({ type: 'layout-shift', buffered: true })
          setTimeout(() => resolve(sum), 200)
        }),
    )
    expect(shifted, path).toBe(0)
  }
})

test('rows keep the shapes of pictures', async () => {
  const page = await served.open('works/')
  const shapes = await page.evaluate(() =>
    [...document.querySelectorAll('.rows img')].map((image) => {
      const { width, height } = image.getBoundingClientRect()
      return width / height / (Number(image.getAttribute('width')) / Number(image.getAttribute('height')))
    }),
  )
  expect(shapes.length).toBe(4)
  for (const shape of shapes) expect(shape).toBeCloseTo(1, 2)
})

test('until now nothing was asked of elsewhere, nothing was refused, and no script failed', () => {
  expect(served.complaints).toEqual([])
})
