/** Works opened from their address: another site is a server of its own, on another port and so of another origin. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { drop, studioFor, tableOf, type Studio } from './studio.ts'
import { pictureFile, workFile, type TestFile } from './work.ts'

const open = studioFor()

/** What a site answers at a path. */
type Answer = TestFile | ((request: IncomingMessage, response: ServerResponse) => void)

/** A site, what it has, and what it was asked for. */
interface Site {
  readonly host: string
  readonly has: Record<string, Answer>
  readonly asked: IncomingMessage[]
  /** Whether other sites may read its files. */
  shares: boolean
}

const servers: Server[] = []

async function startSite(): Promise<Site> {
  const site = { host: '', has: {} as Record<string, Answer>, asked: [] as IncomingMessage[], shares: true }
  const server = createServer((request, response) => {
    site.asked.push(request)
    if (site.shares) response.setHeader('Access-Control-Allow-Origin', '*')
    const answer = site.has[request.url ?? '']
    if (answer === undefined) response.writeHead(404).end()
    else if (typeof answer === 'function') answer(request, response)
    else response.writeHead(200, { 'Content-Type': answer.type }).end(answer.bytes)
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  site.host = `localhost:${(server.address() as AddressInfo).port}`
  return site
}

let gallery: Site
let input: TestFile
let work: TestFile
beforeAll(async () => {
  gallery = await startSite()
  input = await pictureFile('ada-sun.png', 64, 48)
  work = await workFile('dreamy-ada-sun.png', input, { octaves: 2, steps: 7 }, 99)
})
beforeEach(() => {
  gallery.shares = true
  gallery.asked.length = 0
  for (const path of Object.keys(gallery.has)) delete gallery.has[path]
  gallery.has['/art/gallery/ada-sun/dreamy-ada-sun.png'] = work
})
afterAll(async () => {
  for (const server of servers) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

const linkTo = (path: string, { host } = gallery): string => `#open=${encodeURIComponent(`http://${host}${path}`)}`
const workPath = '/art/gallery/ada-sun/dreamy-ada-sun.png'
const agree = ({ page }: Studio): Promise<void> =>
  page.getByRole('dialog').getByRole('button', { name: 'and open it' }).click()
const noteOf = async ({ page }: Studio): Promise<string> => {
  const note = page.locator('[data-place="stage"] .note[data-tone="problem"]')
  await note.waitFor()
  return (await note.innerText()).replaceAll(/\s+/g, ' ')
}

test('a work of another site opens with its settings and what it was made from, once a person agrees', async () => {
  gallery.has['/art/gallery/ada-sun/ada-sun.png'] = input
  const studio = await open({ at: linkTo(workPath) })
  const { page, errors } = studio
  const dialog = page.getByRole('dialog')
  await dialog.waitFor()
  expect(await dialog.innerText()).toContain(`“dreamy-ada-sun.png” comes from ${gallery.host}`)
  expect(gallery.asked).toEqual([])
  expect(new URL(page.url()).hash).toBe('')
  await agree(studio)
  await expect.poll(async () => (await tableOf(page)).seed).toBe(99)
  const table = await tableOf(page)
  expect(table.parameters).toEqual({ octaves: 2, steps: 7 })
  expect(table.inputs['image']?.[0]?.name).toBe('ada-sun.png')
  await page.getByRole('button', { name: /^Open dreamy-ada-sun/ }).waitFor()
  expect(await page.locator('.note').count()).toBe(0)
  for (const { headers } of gallery.asked) {
    expect(headers.cookie).toBeUndefined()
    expect(headers.referer).toBeUndefined()
  }
  expect(errors).toEqual([])
})

/** Whether nothing was put on the table: it is kept as soon as something is. */
const isUntouched = ({ page }: Studio): Promise<boolean> =>
  page.waitForTimeout(400).then(() => page.evaluate(() => localStorage['reverie.document'] === undefined))

test('who does not agree is asked nothing more, and the site hears nothing', async () => {
  const studio = await open({ at: linkTo(workPath) })
  await studio.page.getByRole('dialog').getByRole('button', { name: 'Leave it' }).click()
  expect(await isUntouched(studio)).toBe(true)
  expect(gallery.asked).toEqual([])
})

test('a work of the Studio’s own site opens at once, also in a Studio that is open', async () => {
  const { page } = await open()
  await page.route('**/works/mine.png', (route) =>
    route.fulfill({ contentType: work.type, body: Buffer.from(work.bytes) }),
  )
  await page.evaluate(() => {
    location.hash = 'open=works%2Fmine.png'
  })
  await expect.poll(async () => (await tableOf(page)).seed).toBe(99)
  expect(await page.getByRole('dialog').count()).toBe(0)
})

test('a guide is found in the folder of the work that it is, and another file of its name is not taken', async () => {
  gallery.has['/art/gallery/made/made.png'] = work
  gallery.has['/art/gallery/made/ada-sun.png'] = await pictureFile('ada-sun.png', 32, 32)
  gallery.has['/art/gallery/ada-sun/ada-sun.png'] = input
  const studio = await open({ at: linkTo('/art/gallery/made/made.png') })
  await agree(studio)
  await expect.poll(async () => (await tableOf(studio.page)).seed).toBe(99)
  expect((await tableOf(studio.page)).inputs['image']).toMatchObject([{ name: 'ada-sun.png', width: 64 }])
})

test('what is missing is named beside its port, and taken wherever it is dropped; the work stays', async () => {
  gallery.has['/art/gallery/ada-sun/ada-sun.png'] = await pictureFile('ada-sun.png', 32, 32)
  const studio = await open({ at: linkTo(workPath) })
  const { page } = studio
  await agree(studio)
  const note = page.locator('[data-place="port image"] .note')
  await note.waitFor()
  expect(await note.innerText()).toContain('“ada-sun.png” is not in this browser')
  const before = await tableOf(page)
  expect(before.inputs['image']).toBeUndefined()
  await drop(page, '.shelf', [{ ...input, name: 'renamed.png' }])
  await note.waitFor({ state: 'detached' })
  const after = await tableOf(page)
  expect(after.inputs['image']?.[0]?.name).toBe('renamed.png')
  expect([after.seed, after.work]).toEqual([99, before.work])
})

test.each([
  ['is not there', '/nothing.png', /has no “nothing\.png” \(404\): look whether the link is right/],
  ['fails', '/fails.png', /did not give “fails\.png” \(503\): try again later.*Try again/],
  ['holds no recipe', '/plain.png', /“plain\.png” from .* holds no recipe.*Use it as a picture/],
  ['is no picture', '/page.html', /“page\.html” from .* holds no recipe, so there are no settings to open\.$/],
  ['is too large', '/large.png', /“large\.png” has more than 100 MB: save it .* drop it here/],
  ['says that it is too large', '/said.png', /“said\.png” has more than 100 MB/],
  ['has too many pixels', '/bomb.png', /"bomb\.png" says it is 60000 × 60000.*make it smaller/],
] as const)('a file that %s gets a sentence', async (_, path, sentence) => {
  gallery.has['/plain.png'] = await pictureFile('plain.png', 64, 48)
  gallery.has['/page.html'] = { name: 'page.html', type: 'text/html', bytes: Buffer.from('<p>Hello') }
  gallery.has['/fails.png'] = (_request, response) => response.writeHead(503).end()
  gallery.has['/said.png'] = (_request, response) =>
    void response.writeHead(200, { 'Content-Length': 2 ** 40 }).write('a')
  gallery.has['/large.png'] = (_request, response) => {
    const piece = Buffer.alloc(1 << 20)
    const more = (): void => {
      while (response.write(piece));
    }
    response.writeHead(200).on('drain', more)
    more()
  }
  const bomb = Buffer.from(work.bytes)
  bomb.writeUInt32BE(60_000, 16)
  bomb.writeUInt32BE(60_000, 20)
  gallery.has['/bomb.png'] = { name: 'bomb.png', type: 'image/png', bytes: bomb }
  const studio = await open({ at: linkTo(path) })
  await agree(studio)
  expect(await noteOf(studio)).toMatch(sentence)
  expect(await isUntouched(studio)).toBe(true)
})

test('a picture without a recipe can be used all the same', async () => {
  gallery.has['/plain.png'] = await pictureFile('plain.png', 64, 48)
  const studio = await open({ at: linkTo('/plain.png') })
  await agree(studio)
  await studio.page.getByRole('button', { name: 'Use it as a picture' }).click()
  await expect.poll(async () => (await tableOf(studio.page)).inputs['image']?.[0]?.name).toBe('plain.png')
})

test('a site that does not share its files is told from one that has none', async () => {
  gallery.shares = false
  const studio = await open({ at: linkTo(workPath) })
  await agree(studio)
  expect(await noteOf(studio)).toMatch(
    /“dreamy-ada-sun\.png” could not be fetched: .*CORS.* drop it here\. Open the address/,
  )
})

test('a site that points to another is not followed without asking', async () => {
  const other = await startSite()
  other.has['/w.png'] = work
  gallery.has['/moved.png'] = (_request, response) =>
    response.writeHead(302, { Location: `http://${other.host}/w.png` }).end()
  const studio = await open({ at: linkTo('/moved.png') })
  await agree(studio)
  const dialog = studio.page.getByRole('dialog')
  await expect.poll(() => dialog.innerText()).toContain(`“w.png” comes from ${other.host}`)
  expect(await isUntouched(studio)).toBe(true)
  await agree(studio)
  await expect.poll(async () => (await tableOf(studio.page)).seed).toBe(99)
})

test.each(['javascript:alert(1)', 'file:///etc/passwd', 'data:image/png;base64,AAAA', 'http://', '%E0%A4%A'])(
  'no address of the web: %s',
  async (text) => {
    const studio = await open({ at: `#open=${text}` })
    expect(await noteOf(studio)).toContain('is no http or https address')
    expect(await studio.page.getByRole('dialog').count()).toBe(0)
  },
)
