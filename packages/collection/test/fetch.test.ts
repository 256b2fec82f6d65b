import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkAddress, isPublic } from '../src/sources/fetch/address.ts'
import { folderCache } from '../src/sources/fetch/cache.ts'
import { createFetcher, type Fetcher, type FetcherOptions } from '../src/sources/fetch/fetcher.ts'
import { serve, type LocalServer } from './local-server.ts'

const open: { close(): Promise<void> }[] = []
let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reverie-fetch-'))
})
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()))
  await rm(folder, { recursive: true })
})

/** A clock that sleeping moves. */
function fakeClock(): Required<Pick<FetcherOptions, 'now' | 'sleep'>> & { slept: number[] } {
  let time = 1_000_000
  const slept: number[] = []
  return {
    slept,
    now: () => time,
    sleep: async (milliseconds) => {
      slept.push(milliseconds)
      time += milliseconds
    },
  }
}

async function start(
  answer: Parameters<typeof serve>[0],
  options: FetcherOptions = {},
): Promise<[LocalServer, Fetcher]> {
  const server = await serve(answer)
  const fetcher = createFetcher({ allowPrivate: true, ...fakeClock(), ...options })
  open.push(fetcher, server)
  return [server, fetcher]
}
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

test.each([
  ['8.8.8.8', true],
  ['2606:4700::1111', true],
  ['127.0.0.1', false],
  ['10.1.2.3', false],
  ['172.16.0.1', false],
  ['192.168.0.1', false],
  ['169.254.169.254', false],
  ['100.64.0.1', false],
  ['0.0.0.0', false],
  ['224.0.0.1', false],
  ['255.255.255.255', false],
  ['::1', false],
  ['::', false],
  ['fe80::1', false],
  ['fc00::1', false],
  ['::ffff:127.0.0.1', false],
  ['::ffff:7f00:1', false],
  ['64:ff9b::7f00:1', false],
  ['2002:7f00:1::', false],
  ['no address', false],
])('%s is of the public Internet: %s', (address, expected) => {
  expect(isPublic(address)).toBe(expected)
})

test.each([
  ['file:///etc/passwd', 'only http and https'],
  ['ftp://example.org/x', 'only http and https'],
  ['data:image/png;base64,AAAA', 'only http and https'],
  ['http://user:secret@example.org/', 'a name or a password'],
  ['http://127.0.0.1/x.png', 'private network'],
  ['http://2130706433/x.png', 'private network'],
  ['http://0x7f.1/x.png', 'private network'],
  ['http://[::1]/x.png', 'private network'],
  ['http://[::ffff:10.0.0.1]/', 'private network'],
  ['no address at all', 'is no address'],
])('%s is not asked', (address, message) => {
  expect(() => checkAddress(address, isPublic)).toThrow(message)
  expect(() => checkAddress(address, isPublic)).not.toThrow('secret')
})

test('says who asks, and gives what comes', async () => {
  const [server, fetcher] = await start((_, response) =>
    response.setHeader('content-type', 'image/png').end('picture'),
  )
  const { bytes, type, url } = await fetcher.fetch(`${server.base}/a.png`, 'image/*')
  expect([text(bytes), type, url]).toEqual(['picture', 'image/png', `${server.base}/a.png`])
  expect(server.asked[0]!.headers).toMatchObject({
    'user-agent': expect.stringMatching(/^Reverie\//) as string,
    accept: 'image/*',
  })
})

test('a name that leads to a private address is not asked, nor one that leads to both', async () => {
  const asked: string[] = []
  const [server, fetcher] = await start((_, response) => response.end('secret'), {
    allowPrivate: false,
    lookup: (host, _options, done) => {
      asked.push(host)
      done(null, [
        { address: '93.184.216.34', family: 4 },
        { address: '127.0.0.1', family: 4 },
      ])
    },
  })
  await expect(fetcher.fetch(`http://rebound.test:${server.port}/`, '*/*')).rejects.toThrow(
    '"rebound.test" is an address of a private network: allow those with --allow-private',
  )
  expect(asked).toEqual(['rebound.test'])
  expect(server.asked).toEqual([])
})

test('the connection goes to the address that was checked, and the name is looked up once', async () => {
  let lookups = 0
  const [server, fetcher] = await start((_, response) => response.end('picture'), {
    lookup: (_host, _options, done) =>
      done(null, [{ address: ++lookups === 1 ? '127.0.0.1' : '127.0.0.99', family: 4 }]),
  })
  expect(text((await fetcher.fetch(`http://pictures.test:${server.port}/`, '*/*')).bytes)).toBe('picture')
  expect(lookups).toBe(1)
  expect(server.asked[0]!.headers.host).toBe(`pictures.test:${server.port}`)
})

test('each redirect is checked', async () => {
  const targets: Record<string, string> = {
    '/on': '/on/2',
    '/on/2': '/end.png',
    '/private': 'http://127.0.0.2:PORT/x',
    '/file': 'file:///etc/passwd',
    '/round': '/round',
    '/nowhere': 'http://',
  }
  const [server, fetcher] = await start(
    (path, response) => {
      const target = targets[path]
      if (target === undefined) response.end(path)
      else response.writeHead(302, { location: target.replace('PORT', String(server.port)) }).end('moved')
    },
    { allowPrivate: false, isPublic: (address) => address === '127.0.0.1' },
  )
  const found = await fetcher.fetch(`${server.base}/on`, '*/*')
  expect([text(found.bytes), found.url]).toEqual(['/end.png', `${server.base}/end.png`])
  await expect(fetcher.fetch(`${server.base}/private`, '*/*')).rejects.toThrow('private network')
  await expect(fetcher.fetch(`${server.base}/file`, '*/*')).rejects.toThrow('only http and https')
  await expect(fetcher.fetch(`${server.base}/round`, '*/*')).rejects.toThrow('more than 5 times')
  await expect(fetcher.fetch(`${server.base}/nowhere`, '*/*')).rejects.toThrow('leads on to no address')
  expect(server.asked.filter(({ path }) => path === '/x')).toEqual([])
})

test('what passes is tried again with longer waits; what does not is not', async () => {
  const clock = fakeClock()
  let times = 0
  const [server, fetcher] = await start((path, response) => {
    if (path === '/gone') response.writeHead(404).end()
    else if (path === '/broken') response.writeHead(503).end()
    else if (++times === 1) response.destroy()
    else if (times === 2) response.writeHead(500).end('oh')
    else if (times === 3) response.writeHead(200, { 'content-length': 10 }).write('half', () => response.destroy())
    else response.end('at last')
  }, clock)
  expect(text((await fetcher.fetch(`${server.base}/a`, '*/*')).bytes)).toBe('at last')
  expect(clock.slept.map((each) => Math.floor(Math.log2(each / 1000)))).toEqual([0, 1, 2])
  await expect(fetcher.fetch(`${server.base}/gone`, '*/*')).rejects.toThrow('the server answers 404 (not found).')
  await expect(fetcher.fetch(`${server.base}/broken`, '*/*')).rejects.toThrow(
    'the server answers 503 (tried 5 times)',
  )
  expect(server.asked.filter(({ path }) => path === '/gone')).toHaveLength(1)
})

test('a server that asks to wait is left alone so long, by all', async () => {
  const clock = fakeClock()
  let times = 0
  const [server, fetcher] = await start((path, response) => {
    if (path === '/long') response.writeHead(503, { 'retry-after': '86400' }).end()
    else if (++times === 1) response.writeHead(429, { 'retry-after': '120' }).end()
    else if (times === 2)
      response.writeHead(429, { 'retry-after': new Date(clock.now() + 300_000).toUTCString() }).end()
    else response.end('thanks')
  }, clock)
  const before = clock.now()
  expect(text((await fetcher.fetch(`${server.base}/a`, '*/*')).bytes)).toBe('thanks')
  expect(clock.now() - before).toBeGreaterThanOrEqual(419_000)
  await expect(fetcher.fetch(`${server.base}/long`, '*/*')).rejects.toThrow(
    'asks to wait 1440 minutes. Collect again later',
  )
})

test('a host is asked for few at once, in turn', async () => {
  let now = 0
  let most = 0
  const [server, fetcher] = await start(
    (path, response) => {
      most = Math.max(most, ++now)
      setTimeout(() => {
        now--
        response.end(path)
      }, 10)
    },
    { perHost: 3 },
  )
  const paths = Array.from({ length: 12 }, (_, index) => `/${index}`)
  const found = await Promise.all(
    paths.map(async (path) => text((await fetcher.fetch(server.base + path, '*/*')).bytes)),
  )
  expect(found).toEqual(paths)
  expect(most).toBe(3)
})

test('too much and too slow are given up', async () => {
  const [server, fetcher] = await start(
    (path, response) => {
      if (path === '/stated') response.writeHead(200, { 'content-length': 5000 })
      if (path === '/slow') return response.write('x')
      return response.end('x'.repeat(path === '/fits' ? 1000 : 5000))
    },
    { maxBytes: 1000, seconds: 0.3 },
  )
  expect((await fetcher.fetch(`${server.base}/fits`, '*/*')).bytes).toHaveLength(1000)
  await expect(fetcher.fetch(`${server.base}/stated`, '*/*')).rejects.toThrow('is larger than 0 MB')
  await expect(fetcher.fetch(`${server.base}/unstated`, '*/*')).rejects.toThrow('is larger than 0 MB')
  await expect(fetcher.fetch(`${server.base}/slow`, '*/*')).rejects.toThrow('took longer than 0.3 seconds')
})

test('what was fetched is not fetched again; on request it is asked whether it changed', async () => {
  let version = 1
  const answer: Parameters<typeof serve>[0] = (path, response, request) => {
    response.setHeader('etag', `"${version}"`).setHeader('last-modified', 'Sun, 19 Dec 2004 13:54:06 GMT')
    if (request.headers['if-none-match'] === `"${version}"`) response.writeHead(304).end()
    else if (path === '/moved') response.writeHead(301, { location: '/dir/there' }).end()
    else response.end(`version ${version}`)
  }
  const cache = folderCache(folder)
  const [server, first] = await start(answer, { cache })
  const address = `${server.base}/moved`
  expect((await first.fetch(address, '*/*')).url).toBe(`${server.base}/dir/there`)
  const again = await first.fetch(address, '*/*')
  expect([text(again.bytes), again.url]).toEqual(['version 1', `${server.base}/dir/there`])
  expect(server.asked).toHaveLength(2)

  const refreshing = createFetcher({ allowPrivate: true, cache, refresh: true })
  open.push(refreshing)
  expect(text((await refreshing.fetch(address, '*/*')).bytes)).toBe('version 1')
  expect(server.asked.at(-1)!.headers['if-modified-since']).toBe('Sun, 19 Dec 2004 13:54:06 GMT')
  version = 2
  expect(text((await refreshing.fetch(address, '*/*')).bytes)).toBe('version 2')
  expect(text((await first.fetch(address, '*/*')).bytes)).toBe('version 2')

  // A damaged copy is none.
  const [inner] = await readdir(folder)
  const name = (await readdir(join(folder, inner!))).find((each) => !each.endsWith('.json'))!
  await writeFile(join(folder, inner!, name), 'altered')
  expect(text((await first.fetch(address, '*/*')).bytes)).toBe('version 2')
  expect(await readFile(join(folder, inner!, name), 'utf8')).toBe('version 2')
})

test('an interrupt stops what is being fetched and what waits', async () => {
  const [server, fetcher] = await start((_, response) => void response.write('x'), { perHost: 1 })
  const controller = new AbortController()
  const both = ['/a', '/b'].map(async (path) => fetcher.fetch(server.base + path, '*/*', controller.signal))
  setTimeout(() => controller.abort(new Error('stopped')), 50)
  for (const each of await Promise.allSettled(both))
    expect(each).toMatchObject({ status: 'rejected', reason: { message: 'stopped' } })
  expect(server.asked).toHaveLength(1)
})
