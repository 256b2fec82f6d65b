/** Hostile submissions to the intake: each is refused in its own words, or neutralised; nothing leaves spool and repository. */
import { readdirSync } from 'node:fs'
import { request } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import type { Intake } from '@reverie/gallery/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { formOf, goodFields, openHub, send, serve, settled, type Answer, type Hub } from './fixtures/intake.ts'
import * as made from './fixtures/pictures.ts'

let hub: Hub
let intake: Intake
let before: string[]
const everything = (): string[] =>
  (readdirSync(hub.folder, { recursive: true }) as string[])
    .filter((path) => !/^(?:spool|art\.git)\//.test(path))
    .toSorted()
beforeAll(async () => {
  hub = await openHub()
  intake = await serve(hub)
  before = everything()
})
afterAll(async () => {
  await intake.close()
  hub.clear()
})

/** What becomes of a form, at once or after the check. */
async function outcome(form: FormData): Promise<Answer['body'] & { status: number }> {
  const { status, body } = await send(intake, form)
  return { status, ...(status === 202 ? await settled(intake, body.id!) : body) }
}
const codes = ({ flaws = [] }: Answer['body']): string[] => flaws.map(({ code }) => code)

describe('words', () => {
  test.each([
    ['YAML in a title', { title: 'x"\nlicense: CC0-1.0\nparents: [old]' }, []],
    ['a delimiter in a title', { title: '---\n---\nowned' }, []],
    ['an anchor, a tag and a comment', { title: '&a !!js/function # *a', alt: '{a: b}, [c]: - d' }, []],
    ['line ends in a header’s place', { author: 'Ada\r\nX-Injected: 1' }, []],
    ['what Git would take for names and addresses', { author: 'Ada <root@example.org>' }, ['html']],
    ['a trailer in the title', { title: 'Sun\n\nSubmission: form-000000000000000000000000' }, []],
    ['options of commands', { title: '--output=x', author: '-rf' }, []],
    ['bidi in a title', { title: 'Sun \u202etxt.exe' }, ['hidden-character']],
    ['a null character', { title: 'Sun\0' }, ['hidden-character']],
    ['HTML in the text', { text: '<script>alert(1)</script>' }, ['html']],
    ['a script as a link', { text: '[x](javascript:alert(1))' }, ['link']],
    ['a website that is a script', { website: 'javascript:alert(1)' }, ['link']],
    ['a path as a parent', { parents: '../../etc/passwd' }, ['uid']],
    ['a licence that is not offered', { license: 'GPL-3.0-only' }, ['license']],
    ['a category that is not offered', { categories: 'spam' }, ['category']],
    ['a date that there is not', { date: '2026-02-30' }, ['date']],
    ['a day to come', { date: '2027-01-01' }, ['date']],
    ['a title without letters', { title: '🌞', author: '…' }, []],
  ] as const)('%s', async (name, changes, expected) => {
    const state = await outcome(await formOf(changes, await made.jpeg(name)))
    expect({ state: state.state, codes: codes(state) }).toEqual({
      state: expected.length === 0 ? 'taken' : 'refused',
      codes: [...expected],
    })
    if (state.branch === undefined) return
    const text = hub.show(state.branch, `works/2026/${state.uid}.md`).toString()
    // One line a key, and the keys that were asked for.
    expect(
      text
        .split('\n')
        .slice(1, 10)
        .map((line) => line.split(':')[0]),
    ).toEqual(['title', 'author', 'date', 'tags', 'categories', 'image', 'license', 'remix', 'alt'])
    expect(text).toContain('\nlicense: CC-BY-4.0\n')
    expect(hub.git('log', '-1', '--format=%(trailers:key=Submission,valueonly)', state.branch)).toMatch(
      /^form-(?!0{24})[0-9a-f]{24}$/,
    )
  })
})

describe('pictures', () => {
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
  test.each([
    ['SVG', () => svg, 422, ['svg']],
    ['a page', () => Buffer.from('<!doctype html><script>alert(1)</script>'), 422, ['not-a-picture']],
    ['nothing', () => Buffer.alloc(0), 422, ['missing-image']],
    ['a bomb', () => made.pngBomb(50_000, 50_000), 422, ['picture-size']],
    ['TIFF', () => made.tiff('tiff'), 422, ['format']],
    ['pixels that do not fill their size', () => made.pngBomb(4000, 4000), 202, ['damaged-picture']],
    ['cut off', async () => (await made.jpeg('cut')).subarray(0, 500), 202, ['damaged-picture']],
    ['AVIF that tells a place', () => made.withExif('avif', 'avif', made.gps), 202, ['private-metadata']],
  ] as const)('%s', async (name, make, status, expected) => {
    const state = await outcome(await formOf({ title: `Picture ${name}` }, await make(), 'sun.jpg'))
    expect({ status: state.status, codes: codes(state) }).toEqual({ status, codes: [...expected] })
    expect(state.flaws![0]!.key).toBe('picture')
  })

  test.each([
    '../../../escape.jpg',
    '/etc/passwd',
    'C:\\x\\y.jpg',
    '.git/config',
    'a\0b.jpg',
    `${'x'.repeat(300)}.jpg`,
    'x.md',
    '"; rm -rf ~',
  ])('a file called %j is not called so here', async (name) => {
    const state = await outcome(await formOf({ title: `Named ${name.length}` }, await made.jpeg(name), name))
    expect(state.uid).toMatch(/^ada-lovelace-named-\d+(?:-\d)?$/)
  })

  test('a picture that is a page as well is a picture only', async () => {
    const png = await made.picture('polyglot')
    const both = Buffer.concat([png, Buffer.from('<html><script>alert(1)</script></html>')])
    const { branch, uid } = await outcome(await formOf({ title: 'Both' }, both))
    expect(hub.show(branch!, `works/2026/${uid}.png`).equals(png)).toBe(true)
  })
})

describe('forms', () => {
  const boundary = 'xxBOUNDARYxx'
  const part = (head: string, value: string): string =>
    `--${boundary}\r\nContent-Disposition: form-data; ${head}\r\n\r\n${value}\r\n`
  const post = async (
    body: string,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; body: Answer['body'] }> => {
    const response = await fetch(`${intake.url}submissions`, {
      method: 'POST',
      body,
      headers: {
        'content-type': `multipart/form-data; boundary=${boundary}`,
        accept: 'application/json',
        ...headers,
      },
    })
    return { status: response.status, body: (await response.json()) as Answer['body'] }
  }

  test('fields that there are not, and fields that come twice', async () => {
    const form = await formOf()
    form.append('title', 'Another')
    form.append('image', '../x')
    form.append('layout', 'x')
    const { status, body } = await send(intake, form)
    expect(status).toBe(422)
    expect(body.flaws!.map(({ key, code }) => [key, code])).toEqual([
      ['title', 'duplicate-key'],
      [undefined, 'unknown-key'],
      [undefined, 'unknown-key'],
    ])
  })

  test.each([
    ['a field of 100 kB', part('name="alt"', 'x'.repeat(100_000)), 413],
    ['a hundred fields', Array.from({ length: 100 }, (_, at) => part(`name="f${at}"`, 'x')).join(''), 413],
    ['two pictures', [1, 2].map(() => part('name="picture"; filename="a.jpg"', 'x')).join(''), 413],
    ['a field called __proto__', part('name="__proto__"', 'x'), 400],
    ['a field called constructor', part('name="constructor"', 'x'), 400],
    ['no end', part('name="title"', 'x').slice(0, -2), 400],
    ['nothing', '', 422],
    ['a file as a text', part('name="title"; filename="x.txt"', 'x'), 422],
    ['a text as a file', part('name="picture"', 'x'), 422],
    [
      'JSON as a field',
      `--${boundary}\r\nContent-Disposition: form-data; name="title"\r\nContent-Type: application/json\r\n\r\n{"a":1}\r\n`,
      400,
    ],
  ])('%s', async (_name, parts, status) => {
    const body = parts === '' ? '' : status === 400 && parts.endsWith('x') ? parts : `${parts}--${boundary}--\r\n`
    const answer = await post(body)
    expect(answer.status).toBe(status)
    expect(JSON.stringify(answer.body)).not.toMatch(/undefined|node_modules|\bat \//)
  })

  test.each([
    ['application/json', '{}'],
    ['application/x-www-form-urlencoded', 'title=x'],
    ['text/plain', 'x'],
    ['multipart/form-data', 'x'],
  ])('a body of type %s', async (type, body) => {
    expect((await post(body, { 'content-type': type })).status).toBe(type.startsWith('multipart') ? 400 : 415)
  })

  test('a client that leaves in the middle leaves nothing behind', async () => {
    const socket = connect(intake.port, '127.0.0.1')
    const head = `POST /submissions HTTP/1.1\r\nHost: 127.0.0.1:${intake.port}\r\nContent-Type: multipart/form-data; boundary=${boundary}\r\nContent-Length: 100000\r\n\r\n`
    socket.write(`${head}${part('name="picture"; filename="a.jpg"', 'x'.repeat(5000)).slice(0, 3000)}`)
    const incoming = (): string[] => readdirSync(join(intake.spool, 'incoming'))
    await expect.poll(() => incoming().length, { timeout: 10_000 }).toBe(1)
    socket.destroy()
    await expect.poll(() => incoming().length, { timeout: 10_000 }).toBe(0)
  })
})

describe('requests', () => {
  /** With a path as it is written, and any headers. */
  const ask = (path: string, headers: Record<string, string>): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const asked = request({ host: '127.0.0.1', port: intake.port, path: `/${path}`, headers }, (response) => {
        response.resume().once('end', () => resolve(response.statusCode))
      })
      asked.once('error', reject).end()
    })

  test('for another host, as DNS rebinding makes them', async () => {
    expect(await ask('', { host: 'evil.example' })).toBe(421)
  })

  test('from the page of another site', async () => {
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
    ])
      expect((await send(intake, await formOf(), headers as unknown as Record<string, string>)).status).toBe(403)
    expect((await send(intake, await formOf({}, null), { origin: intake.url.replace(/\/$/, '') })).status).toBe(422)
  })

  test.each([
    '../../etc/passwd',
    '..%2f..%2fetc%2fpasswd',
    'submissions/../../x',
    'submissions/%2e%2e%2fdone',
    'submissions/x',
    `submissions/${'0'.repeat(32)}`,
    'intake.css/../../package.json',
    '%00',
  ])('for %s', async (path) => {
    expect([400, 404]).toContain(await ask(path, {}))
  })

  test('answers carry what browsers are to keep to, no cookies and no scripts', async () => {
    for (const path of ['', 'submissions/x', 'nothing']) {
      const response = await fetch(`${intake.url}${path}`)
      expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'self'/)
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'same-origin',
        'cache-control': 'no-store',
      })
      expect(response.headers.get('set-cookie')).toBeNull()
      expect(await response.text()).not.toMatch(/<script|\son\w+=/i)
    }
  })
})

test('what was written shows in no page as markup', async () => {
  const form = await formOf(
    { title: '"><img src=x onerror=alert(1)>', alt: '</textarea><script>alert(1)</script>' },
    null,
  )
  const page = await (await fetch(`${intake.url}submissions`, { method: 'POST', body: form })).text()
  expect(page).not.toMatch(/<script|<img/)
  expect(page).toContain(goodFields['author'])
})

test('after all of it: two files a branch, nothing half-written, and nothing elsewhere', async () => {
  await intake.close()
  expect(everything()).toEqual(before)
  expect(readdirSync(join(hub.folder, 'spool', 'incoming'))).toEqual([])
  hub.git('fsck', '--strict')
  for (const branch of hub.branches()) {
    const changed = hub.git('diff', '--name-only', 'main', branch).split('\n')
    expect(changed).toHaveLength(2)
    for (const path of changed) expect(path).toMatch(/^works\/2026\/[a-z0-9][a-z0-9_-]*\.(?:md|jpg|png)$/)
  }
  intake = await serve(hub)
})
