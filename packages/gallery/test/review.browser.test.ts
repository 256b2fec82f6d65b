import { request } from 'node:http'
import { writeFileSync } from 'node:fs'
import axe from 'axe-core'
import { launchChromium } from '@reverie/testing'
import { openReview, serveReview, type ReviewServer } from '@reverie/gallery/node'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { markdown } from './fixtures/desk.ts'
import { by, openGallery, type Gallery } from './fixtures/site.ts'

let browser: Browser
let gallery: Gallery
let server: ReviewServer
let errors: string[]
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser?.close())
beforeEach(async () => {
  errors = []
  gallery = openGallery()
  await gallery.work('moth', { title: 'Moth', date: '2026-01-02' })
  await gallery.work('sun', { title: 'Sun', date: '2026-01-03', guide: 'moth' })
  await gallery.work('star', { title: 'Star', date: '2026-01-04' })
  await gallery.build('moth', { dreamy: {} })
  await gallery.build('sun', { dreamy: {}, guided: { uids: ['moth'] } })
  server = await serveReview({ folder: gallery.folder, by })
})
afterEach(async () => {
  for (const context of browser.contexts()) await context.close()
  await server.close()
  gallery.clear()
  if (errors.length > 0) throw new Error(`The page reported errors:\n${errors.join('\n')}`)
})

const open = async (path = '', options: BrowserContextOptions = {}): Promise<Page> => {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    colorScheme: 'dark',
    ...options,
  })
  const page = await context.newPage()
  page.on('pageerror', (error) => errors.push(error.message))
  page.on(
    'console',
    (message) =>
      message.type() === 'error' &&
      !/status of (?:409|422|410)/.test(message.text()) &&
      errors.push(message.text()),
  )
  await page.goto(server.url + path)
  return page
}
const title = (page: Page): Promise<string> => page.getByRole('heading', { level: 1 }).innerText()
const stateOf = async (uid: string) =>
  (await openReview({ folder: gallery.folder, wanted: (each) => each === uid })).works[0]!.standing

test('by keys alone: from work to work, from picture to picture; approve, hold, reject with a reason', async () => {
  const page = await open()
  expect(await title(page)).toBe('Moth')
  await page.keyboard.press('j')
  await page.waitForURL(/work\/sun/)
  await page.keyboard.press('ArrowRight')
  await page.waitForURL(/look=1/)
  expect(await page.locator('figcaption').innerText()).toContain('dreamy')
  await page.keyboard.press('ArrowRight')
  await page.waitForURL(/look=2/)
  expect(await page.locator('.facts').innerText()).toContain('Moth (waits for a decision)')
  await page.keyboard.press('k')
  await page.waitForURL(/work\/moth/)
  await page.keyboard.press('a')
  await page.waitForURL(/work\/sun\?after=moth/)
  expect(await page.getByRole('status').innerText()).toBe('Moth: approved.')
  await page.keyboard.press('r')
  await page.keyboard.type('It is a h j a work of somebody else')
  await page.keyboard.press('Control+Enter')
  await page.waitForURL(/work\/star/)
  await page.keyboard.press('h')
  await page.waitForURL(/work\/star\?after=star|\?after=star/)
  expect(await stateOf('moth')).toMatchObject({ state: 'approved', last: { by } })
  expect(await stateOf('sun')).toMatchObject({
    state: 'rejected',
    last: { reason: 'It is a h j a work of somebody else' },
  })
  expect((await stateOf('star')).state).toBe('held')
})

test('a mouse does, and scripts are not needed', async () => {
  const page = await open('', { javaScriptEnabled: false })
  await page.getByRole('link', { name: 'dreamy' }).click()
  expect(await page.getByRole('img', { name: 'dreamy, made of Moth' }).isVisible()).toBe(true)
  // Without a reason a browser does not send a rejection.
  await page.getByRole('button', { name: 'Reject' }).click()
  expect((await stateOf('moth')).state).toBe('pending')
  await page.getByRole('button', { name: 'Approve' }).click()
  expect(await title(page)).toBe('Sun')
  await page.getByRole('link', { name: 'All 3' }).click()
  await page.getByRole('button', { name: 'Take approval back' }).click()
  expect((await stateOf('moth')).state).toBe('revoked')
})

test('keys can be switched off, and stay off', async () => {
  const page = await open()
  await page.getByRole('button', { name: 'Keys on' }).click()
  await page.getByRole('heading', { level: 1 }).click()
  await page.keyboard.press('a')
  await page.reload()
  expect(await page.getByRole('button', { name: 'Keys off' }).getAttribute('aria-pressed')).toBe('false')
  await page.keyboard.press('j')
  await page.waitForTimeout(200)
  expect([await title(page), (await stateOf('moth')).state]).toEqual(['Moth', 'pending'])
})

test('bytes that changed behind the page are not approved: the page says so, and shows them', async () => {
  const page = await open('work/moth')
  gallery.write('works/2026/moth.md', markdown('moth', { title: 'Another moth', date: '2026-01-02' }))
  const answered = page.waitForResponse((response) => response.url().endsWith('/decide'))
  await page.getByRole('button', { name: 'Approve' }).click()
  expect((await answered).status()).toBe(409)
  expect(await page.getByRole('alert').innerText()).toMatch(
    /"moth" is not what was seen any more: works\/2026\/moth\.md is/,
  )
  expect(await title(page)).toBe('Another moth')
  expect((await stateOf('moth')).state).toBe('pending')
  await page.getByRole('button', { name: 'Approve' }).click()
  await page.waitForURL(/after=moth/)
  expect((await stateOf('moth')).state).toBe('approved')
})

test('who decided meanwhile is told', async () => {
  const page = await open('work/moth')
  await gallery.say('moth', 'reject', { reason: 'Not ours', by: 'Grace Hopper <grace@example.org>' })
  await page.getByRole('button', { name: 'Approve' }).click()
  expect(await page.getByRole('alert').innerText()).toContain(
    'Meanwhile Grace Hopper <grace@example.org> decided about "moth": reject (Not ours).',
  )
  expect((await stateOf('moth')).state).toBe('rejected')
})

test('what changed since an approval, what the check finds, and what was taken down', async () => {
  await gallery.say('moth', 'approve')
  writeFileSync(gallery.path('works/2026/moth.png'), 'no picture')
  gallery.write('works/2026/star.md', markdown('star', { title: 'Star', date: '2026-01-04', alt: 'Star' }))
  const page = await open('work/moth')
  await page.getByRole('button', { name: 'Look again' }).click()
  await expect
    .poll(() => page.goto(`${server.url}work/moth`).then(() => page.locator('.facts').innerText()))
    .toContain('The check finds a problem')
  await page.getByRole('link', { name: 'Problems 1' }).click()
  expect(await page.getByRole('main').innerText()).toContain('works/2026/star.md:10 "alt" is "Star"')
  await page.goBack()
  const facts = await page.locator('.facts').innerText()
  expect(facts).toContain('Changed since it was approved')
  expect(facts).toMatch(/moth\.png is another [0-9a-f]{12} → [0-9a-f]{12}/)
  expect(facts).toContain('is text and not a picture')
  await page.getByText('Take down', { exact: true }).first().click()
  await page.getByLabel('Reason').fill('The author asked for it')
  await page.getByRole('button', { name: 'Take down' }).click()
  await page.waitForURL(/after=moth/)
  expect((await stateOf('moth')).state).toBe('taken-down')
})

test('what strangers write stays text', async () => {
  const body = '# Hi\n\n[x](https://example.org/?a&b=c) `<script>alert(1)</script>`\n'
  gallery.write('works/2026/star.md', markdown('star', { title: '"Star\' & co"', date: '2026-01-04' }, body))
  const page = await open('work/star')
  expect(await page.locator('script').count()).toBe(1)
  expect(
    await page.evaluate(() =>
      [...document.querySelectorAll('*')]
        .flatMap((each) => each.getAttributeNames())
        .filter((name) => name.startsWith('on')),
    ),
  ).toEqual([])
  expect(await page.locator('.words h3').innerText()).toBe('Hi')
})

for (const colorScheme of ['dark', 'light'] as const)
  for (const [device, options] of Object.entries({
    'a desk': {},
    'a phone': { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
  }))
    test(`axe finds nothing wrong on ${device} in a ${colorScheme} room, and nothing is wider than it`, async () => {
      await gallery.say('moth', 'approve')
      gallery.write(
        'works/2026/moth.md',
        markdown('moth', { title: 'M'.repeat(60), date: '2026-01-02', tags: '[a, b]' }),
      )
      for (const path of ['work/moth', 'work/sun?look=2&show=all', '?after=moth', 'work/none']) {
        const page = await open('', { colorScheme, ...options })
        const response = await page.goto(server.url + path).catch(() => undefined)
        expect(response?.status()).toBe(path === 'work/none' ? 404 : 200)
        errors = errors.filter((error) => !error.includes('404'))
        await page.evaluate(axe.source)
        await page.waitForTimeout(250)
        const violations = await page.evaluate(async () => {
          const { axe } = window as unknown as {
            axe: {
              run(): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }>
            }
          }
          return (await axe.run()).violations.flatMap(({ id, nodes }) =>
            nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`),
          )
        })
        expect(violations).toEqual([])
        expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
      }
    })

/** A request as no browser of the reviewer would make it. */
function ask(
  path: string,
  {
    method = 'GET',
    headers = {},
    body = '',
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; text: string }> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: server.port, path, method, headers }, (response) => {
      let text = ''
      response.setEncoding('latin1').on('data', (piece: string) => (text += piece))
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, text }))
    })
    asked.on('error', reject).end(body)
  })
}

test('only whoever has the address, by that address, may look or decide; nothing else is served', async () => {
  const base = new URL(server.url).pathname
  expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[\w-]{32}\/$/)
  const { files } = (await openReview({ folder: gallery.folder, wanted: (uid) => uid === 'moth' })).works[0]!
  const fields = new URLSearchParams([
    ['uid', 'moth'],
    ['decision', 'approve'],
    ['decisions', '0'],
    ...Object.entries(files).map(([path, hash]): [string, string] => ['seen', `${hash} ${path}`]),
  ])
  const form = {
    method: 'POST',
    body: fields.toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  }
  const own = new URL(server.url).origin
  for (const [status, path, options] of [
    [404, '/', {}],
    [404, '/decide', form],
    [404, '/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/', {}],
    [421, base, { headers: { host: 'evil.example' } }],
    [421, base, { headers: { host: `evil.example:${server.port}` } }],
    [421, `${base}decide`, { ...form, headers: { ...form.headers, host: 'evil.example' } }],
    [403, `${base}decide`, { ...form, headers: { ...form.headers, origin: 'https://evil.example' } }],
    [403, `${base}decide`, { ...form, headers: { ...form.headers, origin: 'null' } }],
    [403, `${base}decide`, { ...form, headers: { ...form.headers, 'sec-fetch-site': 'cross-site' } }],
    [403, `${base}again`, { method: 'POST', headers: { origin: 'http://localhost:1' } }],
    [400, `${base}decide`, { ...form, body: 'uid=moth' }],
    [415, `${base}decide`, { ...form, headers: { 'content-type': 'text/xml' } }],
    [410, `${base}file/${'a'.repeat(64)}/x.png`, {}],
    [410, `${base}file/${files['works/2026/moth.md']}/moth.md`, {}],
    [410, `${base}file/${files['generated/moth/build.json']}/build.json`, {}],
    [404, `${base}file/..%2f..%2fgallery.yaml`, {}],
    [410, `${base}file/..%2f..%2fgallery.yaml/x`, {}],
    [404, `${base}../gallery.yaml`, {}],
    [404, `${base}work/..%2f..%2fsun`, {}],
    [404, `${base}gallery.yaml`, {}],
  ] as const)
    expect([path, (await ask(path, options)).status]).toEqual([path, status])
  expect((await stateOf('moth')).state).toBe('pending')
  const page = await ask(`${base}work/moth`)
  expect(page.headers).toMatchObject({
    'content-security-policy': expect.stringMatching(
      /default-src 'none'.*form-action 'self'; base-uri 'none'; frame-ancestors 'none'/,
    ),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cache-control': 'no-store',
  })
  const picture = await ask(`${base}file/${files['works/2026/moth.png']}/moth.png`)
  expect(picture.text).toBe(gallery.read('works/2026/moth.png').toString('latin1'))
  expect(picture.headers).toMatchObject({
    'content-type': 'image/png',
    'content-security-policy': expect.stringContaining('sandbox'),
  })
  // The picture's address is that of its bytes: others under the same name are not shown.
  writeFileSync(gallery.path('works/2026/moth.png'), 'Other bytes')
  expect((await ask(`${base}file/${files['works/2026/moth.png']}/moth.png`)).status).toBe(410)
  expect((await ask(`${base}decide`, { ...form, headers: { ...form.headers, origin: own } })).status).toBe(409)
})
