/** Pictures that plug-ins make of other media, and what is made of those. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createFetcher } from '@reverie/collection/node'
import { buildGallery, type BuildReport } from '@reverie/gallery/node'
import { decodeFilm } from '@reverie/film/node'
import { extractRecipe } from '@reverie/recipe'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { filesOf, quickDream, quickPattern, recordOf } from './fixtures/building.ts'
import type { Desk } from './fixtures/desk.ts'
import { mediaWork, openMediaDesk, tone, wave } from './fixtures/media.ts'
import { picture, withExif, gps } from './fixtures/pictures.ts'

let desk: Desk
beforeEach(() => {
  desk = openMediaDesk()
})
afterEach(() => desk.clear())

const table = 'name,height\nrose,12\ntulip,30\noak,250.5\n'

test('a table and a sound become pictures that hold their recipes; the sound moves', async () => {
  mediaWork(desk, 'flowers.csv', table)
  mediaWork(desk, 'numbers.json', '[[1, 2], [3, "x"], {"a": 7, "b": null}]')
  mediaWork(desk, 'hum.wav', wave(tone(110)))
  expect(await desk.check()).toEqual([])
  const report = await buildGallery({ folder: desk.folder })
  expect({ problems: report.problems, files: filesOf(report).toSorted() }).toEqual({
    problems: [],
    files: ['picture-flowers.png', 'picture-hum.webp', 'picture-numbers.png'],
  })
  const [entry] = recordOf(desk.folder, 'flowers')
  expect(entry).toMatchObject({
    generator: 'picture',
    width: 128,
    height: 128,
    parents: [{ port: 'media', uid: 'flowers', sha256: createHash('sha256').update(table).digest('hex') }],
  })
  const recipe = extractRecipe(new Uint8Array(readFileSync(desk.path('generated/flowers/picture-flowers.png'))))
  expect(recipe?.instrument.name).toBe('pattern')
  const film = await decodeFilm(desk.path('generated/hum/picture-hum.webp'))
  expect(film.frames).toBe(12)
  expect(await buildGallery({ folder: desk.folder })).toMatchObject({ made: [], kept: 3 })
})

test('a gallery that takes other sizes has its pictures made again', async () => {
  mediaWork(desk, 'flowers.csv', table)
  await buildGallery({ folder: desk.folder })
  desk.write('gallery.yaml', readFileSync(desk.path('gallery.yaml'), 'utf8').replace('maxSide: 128', 'maxSide: 96'))
  expect(filesOf(await buildGallery({ folder: desk.folder }))).toEqual(['picture-flowers.png'])
  expect(recordOf(desk.folder, 'flowers')).toMatchObject([{ width: 96 }])
})

test('another number makes another picture; a sound moves as its spectrum does', async () => {
  const parameter = async (name: string, bytes: string | Uint8Array, key: string): Promise<unknown> => {
    mediaWork(desk, name, bytes)
    const { made } = await buildGallery({ folder: desk.folder })
    const { file, uid } = made[0]!
    return extractRecipe(new Uint8Array(readFileSync(desk.path('generated', uid, file))))?.parameters[key]
  }
  const first = await parameter('a.csv', table, 'z')
  expect(await parameter('a.csv', table.replace('30', '240'), 'z')).not.toEqual(first)
  const rising = Float32Array.from([...tone(80, 1), ...tone(3000, 1)])
  const places = String(await parameter('b.wav', wave(rising), 'path'))
    .split(';')
    .map((place) => place.split(',').map(Number))
  const loudest = (levels: readonly number[]): number => levels.indexOf(Math.max(...levels))
  expect([places.length, places[0]!.length]).toEqual([24, 8])
  expect(places.slice(0, 10).map(loudest)).toEqual(places.slice(0, 10).map(() => 0))
  expect(places.slice(-10).map(loudest)).toEqual(places.slice(-10).map(() => 7))
})

test('generators take the picture for the work, and later works are guided by it', async () => {
  desk.clear()
  desk = openMediaDesk(
    `[{ name: dreamy, ${quickDream} }, { name: guided, inputs: { guide: earlier }, ${quickDream} }, { name: small, when: { maxSide: 128 }, ${quickPattern} }]`,
  )
  mediaWork(desk, 'flowers.csv', table, { date: '2026-01-01' })
  await desk.work('later', { date: '2026-01-02' })
  const only = await buildGallery({ folder: desk.folder, only: ['later'] })
  // Its guide is made first, though nobody asked for that work.
  expect(filesOf(only)).toEqual(['picture-flowers.png', 'dreamy-later.jpg', 'guided-later.jpg', 'small-later.png'])
  const rest = await buildGallery({ folder: desk.folder })
  expect(filesOf(rest)).toEqual(['dreamy-flowers.jpg', 'small-flowers.png'])
  const [own, dreamy] = recordOf(desk.folder, 'flowers')
  expect(dreamy!.parents).toEqual([
    { port: 'image', uid: 'flowers', file: 'picture-flowers.png', sha256: own!.sha256 },
  ])
  const guided = recordOf(desk.folder, 'later').find(({ generator }) => generator === 'guided')!
  expect(guided.parents[0]).toEqual({
    port: 'guide',
    uid: 'flowers',
    file: 'picture-flowers.png',
    sha256: own!.sha256,
  })
  mediaWork(desk, 'flowers.csv', `${table}fir,99\n`, { date: '2026-01-01' })
  // A pattern is not made of the picture.
  expect(filesOf(await buildGallery({ folder: desk.folder }))).toEqual([
    'picture-flowers.png',
    'dreamy-flowers.jpg',
    'guided-later.jpg',
  ])
})

test('a work of another medium has a picture though its author does not consent to more', async () => {
  desk.clear()
  desk = openMediaDesk(`[{ name: dreamy, ${quickDream} }]`)
  mediaWork(desk, 'flowers.csv', table, { remix: 'false' })
  expect(filesOf(await buildGallery({ folder: desk.folder }))).toEqual(['picture-flowers.png'])
})

let server: Server
let asked: string[] = []
const at = (path: string): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`
beforeAll(async () => {
  const [good, placed] = [await picture('elsewhere'), await withExif('elsewhere', 'jpeg', gps)]
  server = createServer((request, response) => {
    const path = request.url ?? ''
    asked.push(path)
    if (path === '/good') response.end(good)
    else if (path === '/placed') response.end(placed)
    else if (path === '/page') response.end('<!doctype html><script>alert(1)</script>')
    else if (path === '/svg') response.end('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>')
    else if (path === '/inward') response.writeHead(302, { location: 'http://127.0.0.2/admin' }).end()
    else if (path === '/metadata') response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end()
    else if (path === '/file') response.writeHead(302, { location: 'file:///etc/passwd' }).end()
    else if (path === '/around') response.writeHead(302, { location: '/around' }).end()
    else if (path === '/endless') {
      const more = (): void => {
        while (response.write(Buffer.alloc(1 << 20)));
        response.once('drain', more)
      }
      more()
    } else response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

/** A build to which the server of this test is a place on the public Internet, and nothing else is. */
const build = (): Promise<BuildReport> =>
  buildGallery({
    folder: desk.folder,
    openFetcher: (caps) => createFetcher({ ...caps, attempts: 1, isPublic: (address) => address === '127.0.0.1' }),
  })

test('a link is fetched once, and pinned by its hash', async () => {
  asked = []
  mediaWork(desk, 'far.link', `${at('/good')}\n`)
  const report = await build()
  expect(report).toMatchObject({ problems: [], made: [{ file: 'picture-far.png' }] })
  expect(readFileSync(desk.path('generated/far/picture-far.png'))).toEqual(await picture('elsewhere'))
  expect(await build()).toMatchObject({ made: [], kept: 1 })
  expect(asked).toEqual(['/good'])
})

test.each([
  ['/inward', /127\.0\.0\.2/],
  ['/metadata', /169\.254\.169\.254/],
  ['/file', /file:/],
  ['/around', /leads on more than 5 times/],
  ['/endless', /is larger than 10 MB/],
  ['/gone', /the server answers 404/],
  ['/page', /Its picture: .*not a picture/],
  ['/svg', /Its picture: .*SVG drawing/],
  ['/placed', /Its picture: .*where it was taken/],
])('a link to %s is refused', async (path, message) => {
  mediaWork(desk, 'far.link', at(path))
  const { problems, made } = await build()
  expect({ problems, made }).toEqual({
    problems: [expect.objectContaining({ file: 'works/2026/far.link', message: expect.stringMatching(message) })],
    made: [],
  })
  expect(existsSync(desk.path('generated/far'))).toBe(false)
})

test.each([
  'http://127.0.0.1/',
  'http://169.254.169.254/latest/meta-data',
  'http://[::1]/',
  'http://10.0.0.1/',
  'http://2130706433/',
  'http://localhost/',
])('a link to %s is refused when the gallery is built as people build it', async (address) => {
  mediaWork(desk, 'far.link', address)
  const { problems } = await buildGallery({ folder: desk.folder })
  expect(problems).toMatchObject([
    { code: 'media', message: expect.stringMatching(/private|not of the public|public Internet/) },
  ])
})
