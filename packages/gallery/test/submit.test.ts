/** Submissions by files: works, issues, e-mails and feeds. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { submitWorks, type Submitted, type SubmitOptions } from '@reverie/gallery/node'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { markdown } from './fixtures/desk.ts'
import { gitIn, now, openHub, type Hub } from './fixtures/intake.ts'
import { issueBody } from './fixtures/issue.ts'
import { attached, mail, multipart, text } from './fixtures/mail.ts'
import * as made from './fixtures/pictures.ts'

let hub: Hub
beforeEach(async () => {
  hub = await openHub()
})
afterEach(() => hub.clear())

const write = (name: string, content: string | Uint8Array): string => {
  const path = join(hub.folder, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
  return path
}
const submit = (options: Partial<SubmitOptions>): Promise<Submitted[]> =>
  submitWorks({ repository: hub.bare, now, ...options })
const one = async (file: string, options: Partial<SubmitOptions> = {}): Promise<Submitted> =>
  (await submit({ files: [file], ...options }))[0]!
/** What is wrong, as `key code`. */
const flaws = ({ outcome }: Submitted): string[] =>
  outcome.state === 'refused' ? outcome.flaws.map(({ key, code }) => `${key} ${code}`) : [outcome.state]
const taken = ({ outcome }: Submitted): { branch: string; uid: string; text: string } => {
  if (outcome.state !== 'taken') throw new Error(JSON.stringify(outcome))
  return { ...outcome, text: hub.show(outcome.branch, `works/2026/${outcome.uid}.md`).toString() }
}

describe('a work', () => {
  test('beside its picture keeps its uid, comes once, and is the same commit in every clone', async () => {
    const file = write('new/ada-sun.md', markdown('ada-sun'))
    write('new/ada-sun.png', await made.picture('sun'))
    const first = await one(file)
    expect(taken(first)).toMatchObject({ branch: 'submissions/ada-sun', text: markdown('ada-sun') })
    expect((await one(file)).outcome).toEqual({ state: 'there', branch: 'submissions/ada-sun' })
    const commit = hub.git('rev-parse', 'submissions/ada-sun')
    hub.git('update-ref', '-d', 'refs/heads/submissions/ada-sun')
    expect((await one(file)).outcome).toMatchObject({ state: 'taken', commit })
  })

  test('that was merged does not come again', async () => {
    const file = write('new/ada-sun.md', markdown('ada-sun'))
    write('new/ada-sun.png', await made.picture('sun'))
    await one(file)
    hub.git('update-ref', 'refs/heads/main', 'submissions/ada-sun')
    hub.git('update-ref', '-d', 'refs/heads/submissions/ada-sun')
    expect((await one(file)).outcome).toEqual({ state: 'there' })
  })

  test('with all that is wrong at once', async () => {
    const file = write(
      'new/bad.md',
      markdown('bad', { title: '<b>x</b>', license: 'MIT', price: '12', remix: '"yes"' }),
    )
    write('new/bad.png', await made.gif('x'))
    expect(flaws(await one(file))).toEqual([
      'title html',
      'license license',
      'remix wrong-type',
      'price unknown-key',
    ])
  })

  test.each([
    ['without a picture', markdown('bad'), ['picture missing-image']],
    ['without delimiters', 'title: x\n', ['undefined missing-delimiter']],
    ['with an anchor', markdown('bad', { title: '&a x' }), ['undefined yaml-alias']],
    ['that is a list', '---\n- a\n---\n', ['undefined wrong-type']],
    ['that is not UTF-8', Buffer.from([0xff, 0xfe, 0x00]), ['undefined not-utf8']],
  ])('%s', async (_name, content, expected) => {
    expect(flaws(await one(write('new/bad.md', content)))).toEqual(expected)
  })
})

describe('an issue', () => {
  const issue = (changes: Parameters<typeof issueBody>[0] = {}, more: object = {}): string =>
    JSON.stringify({
      number: 7,
      html_url: 'https://github.com/ada/art/issues/7',
      created_at: '2026-05-01T10:00:00Z',
      title: 'Work: x',
      body: issueBody(changes),
      ...more,
    })

  test('as an event, as the API has it, and as gh prints it, is one submission', async () => {
    const image = write('sun.jpg', await made.jpeg('sun'))
    const object = JSON.parse(issue()) as { body: string; html_url: string; created_at: string }
    const forms = [
      JSON.stringify({ action: 'opened', issue: object }),
      JSON.stringify(object),
      JSON.stringify({ body: object.body, url: object.html_url, createdAt: object.created_at, number: 7 }),
    ]
    const results = []
    for (const form of forms) results.push((await one(write('issue.json', form), { image })).outcome.state)
    expect(results).toEqual(['taken', 'there', 'there'])
    expect(hub.branches()).toEqual(['submissions/ada-lovelace-sun-over-the-sea'])
  })

  test('of which the picture is an address: not fetched unless it is allowed', async () => {
    expect(flaws(await one(write('issue.json', issue())))).toEqual(['picture missing-image'])
    const near = write('issue.json', issue({ Picture: '<img src="http://127.0.0.1:1/x.jpg" width="3">' }))
    const { outcome } = await one(near, { fetch: true })
    expect(JSON.stringify(outcome)).toMatch(/is an address of a private network/)
  })

  test('with headings in an answer, whose other answers stay as they are', async () => {
    const image = write('sun.jpg', await made.jpeg('sun'))
    const words = 'First.\n\n### Licence\n\nCC0-1.0\n\n### Something\n\nelse'
    const result = taken(await one(write('issue.json', issue({ Text: words })), { image }))
    expect(result.text).toContain('license: CC-BY-4.0\n')
    expect(result.text.slice(result.text.lastIndexOf('---\n') + 4)).toBe(`${words}\n`)
  })

  test('with all that is wrong at once', async () => {
    const image = write('sun.jpg', await made.jpeg('sun'))
    const body = {
      Title: '\u202ex',
      Author: undefined,
      Licence: 'All rights reserved',
      Date: 'yesterday',
      Rights: '- [ ] I made it',
    }
    expect(flaws(await one(write('issue.json', issue(body)), { image })).toSorted()).toEqual([
      'author missing-key',
      'date date',
      'license license',
      'rights missing-key',
      'title hidden-character',
    ])
  })

  test.each([
    ['not JSON', '{'],
    ['JSON of something else', '[1]'],
    ['a body that is no text', '{"body": {"a": 1}, "number": 1}'],
    [
      'keys of objects as labels',
      JSON.stringify({ number: 1, body: '### constructor\n\nx\n\n### __proto__\n\ny' }),
    ],
    ['without an address', JSON.stringify({ body: issueBody() })],
  ])('%s', async (_name, content) => {
    expect((await one(write('issue.json', content))).outcome.state).toBe('refused')
  })
})

describe('an e-mail', () => {
  const words =
    'Hello,\r\nhere it is.\r\n\r\nLicence: CC-BY-4.0\r\nremix: yes\r\nTags: sun, sea\r\nCategory: work\r\nDescription: A low red sun\r\n over a dark sea\r\n\r\n-- \r\nAda, +44 20 7946 0000'

  test('in several parts: subject, picture, keys among the words; no address and no signature', async () => {
    const sun = await made.picture('sun')
    const part = multipart(
      'mixed',
      multipart('alternative', text(words), text('<p>Hello</p>', 'text/html')),
      attached(sun, '../../x.png'),
    )
    const result = taken(await one(write('a.eml', mail(part))))
    expect(result.text).toBe(`---
title: Sun over the sea
author: Ada Lovelace
date: 2026-03-21
tags: [sun, sea]
categories: [work]
image: ada-lovelace-sun-over-the-sea.png
license: CC-BY-4.0
remix: true
alt: A low red sun over a dark sea
---
Hello,
here it is.
`)
    expect(hub.show(result.branch, `works/2026/${result.uid}.png`).equals(sun)).toBe(true)
    expect(hub.git('show', '--format=raw', result.branch)).not.toMatch(/private\.example|7946/)
    expect((await one(write('b.eml', mail(part)))).outcome.state).toBe('there')
  })

  test('in other encodings', async () => {
    const body = Buffer.from(
      'alt: Ein tiefer S=FCdstern =FCber dem Meer, in Rot\r\nlicense: CC0-1.0\r\nremix: nein\r\ncategory: work',
    ).toString('latin1')
    const part = {
      headers: {
        'Content-Type': 'text/plain; charset=iso-8859-1',
        'Content-Transfer-Encoding': 'quoted-printable',
      },
      body,
    }
    const message = mail(multipart('mixed', part, attached(await made.picture('stern'), 'a.png')), {
      Subject: '=?UTF-8?B?U8O8ZHN0ZXJu?=',
      From: '=?iso-8859-1?Q?J=FCrgen_M=FCller?= <j@private.example>',
    })
    expect(taken(await one(write('a.eml', message))).text).toContain('title: Südstern\nauthor: Jürgen Müller\n')
    expect(hub.branches()).toEqual(['submissions/jurgen-muller-sudstern'])
  })

  test('of HTML alone, without its scripts', async () => {
    const html =
      '<style>p{}</style><p>license: CC0-1.0<br>remix: no</p><div>category: work</div><p>alt: Sun &amp; sea, in red</p><script>alert(1)</script><p>Words &lt;3 C:\\d</p>'
    const message = mail(multipart('mixed', text(html, 'text/html'), attached(await made.picture('html'), 'a.png')))
    const { text: content } = taken(await one(write('a.eml', message)))
    expect(content).toContain('alt: Sun & sea, in red\n')
    expect(content.slice(content.lastIndexOf('---\n') + 4)).toBe('Words <3 C:\\d\n')
  })

  test('with several pictures: the first that is attached, whatever the parts say that they are', async () => {
    const [logo, sun, moon] = [await made.picture('logo'), await made.picture('sun'), await made.picture('moon')]
    const message = mail(
      multipart(
        'mixed',
        text(words),
        attached(logo, 'logo.png', 'inline'),
        attached(sun, 'a.bin', 'attachment', 'application/octet-stream'),
        attached(moon, 'b.png'),
      ),
    )
    const result = await one(write('a.eml', message))
    expect(result.notes).toEqual(['The message has 3 pictures; the first attached one was taken.'])
    const { branch, uid } = taken(result)
    expect(hub.show(branch, `works/2026/${uid}.png`).equals(sun)).toBe(true)
  })

  test('which tells of nothing, and one that is taken for what a feed leaves out', async () => {
    const bare = write('a.eml', mail(multipart('mixed', text('Hi'), attached(await made.picture('bare'), 'a.png'))))
    expect(flaws(await one(bare)).toSorted()).toEqual([
      'alt missing-key',
      'categories missing-key',
      'license missing-key',
      'remix missing-key',
    ])
    const unsaid = { categories: 'work', license: 'cc0', remix: 'no', alt: 'A pattern of colours' }
    expect(taken(await one(bare, { unsaid })).text).toContain('license: CC0-1.0\n')
  })

  test.each([
    ['no message', 'Hello', /has no headers/],
    ['without a picture', mail(text(words)), /There is no picture/],
    [
      'with a drawing that holds scripts',
      mail(
        multipart(
          'mixed',
          text(words),
          attached(
            Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
            'a.svg',
            'attachment',
            'image/svg+xml',
          ),
        ),
      ),
      /SVG/,
    ],
    [
      'nested too deeply',
      mail(
        Array.from({ length: 40 }).reduce<ReturnType<typeof text>>(
          (inner) => multipart('mixed', inner),
          text(words),
        ),
      ),
      /cannot be read/,
    ],
    ['with a megabyte of headers', mail(text(words), { 'X-Long': 'x'.repeat(1_000_000) }), /cannot be read/],
    ['with HTML in its subject', mail(text(words), { Subject: '<script>alert(1)</script>' }), /is HTML/],
  ])('%s', async (_name, content, message) => {
    const { outcome } = await one(write('a.eml', content))
    expect(outcome.state).toBe('refused')
    expect(JSON.stringify(outcome)).toMatch(message)
  })
})

describe('a feed', () => {
  let server: Server
  let base: string
  let asked: string[]
  let items: { id: string; word: string }[]
  beforeEach(async () => {
    asked = []
    items = [
      { id: 'two', word: 'Two' },
      { id: 'one', word: 'One' },
    ]
    server = createServer((request, response) => {
      asked.push(request.url!)
      const word = /^\/(\w+)\.png/.exec(request.url!)?.[1]
      if (word !== undefined) void made.picture(word).then((png) => response.end(png))
      else
        response.end(
          `<rss><channel><copyright>https://creativecommons.org/licenses/by/4.0/</copyright>${items
            .map(
              ({ id, word: title }) =>
                `<item><title>${title}</title><dc:creator>Ada</dc:creator><guid>${id}</guid><pubDate>Sat, 21 Mar 2026 14:05:00 GMT</pubDate><category>sun</category><link>https://example.org/${id}</link><enclosure type="image/png" url="${base}/${title}.png?token=${asked.length}"/></item>`,
            )
            .join('')}</channel></rss>`,
        )
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterEach(() => server.close())
  const unsaid = { remix: 'no', categories: 'work' }
  const feed = (options: Partial<SubmitOptions> = {}): Promise<Submitted[]> =>
    submit({ feed: `${base}/feed`, unsaid, allowPrivate: true, ...options })

  test('each new entry once, the oldest first, though the addresses of the pictures change', async () => {
    expect((await feed()).map((each) => taken(each).branch)).toEqual(['submissions/ada-one', 'submissions/ada-two'])
    const before = asked.length
    expect(await feed()).toEqual([])
    expect(asked.length).toBe(before + 1)
    items.unshift({ id: 'three', word: 'Three' })
    const [third] = await feed()
    expect(taken(third!).text).toContain('website: https://example.org/three\n')
    expect(taken(third!).text).toContain('alt: "A picture of a feed: Three, sun"\n')
    expect(hub.branches()).toHaveLength(3)
  })

  test('not more at once than is said', async () => {
    expect(await feed({ most: 1 })).toHaveLength(1)
    expect(await feed({ most: 1 })).toHaveLength(1)
    expect(await feed({ most: 1 })).toHaveLength(0)
  })

  test('private networks are not asked unless that is allowed', async () => {
    await expect(feed({ allowPrivate: false })).rejects.toThrow('is an address of a private network')
    expect(asked).toEqual([])
  })

  test('on the disk, with pictures beside it, and nothing is fetched', async () => {
    const png = await made.picture('disk')
    write('feed/a.png', png)
    const file = write(
      'feed/feed.json',
      JSON.stringify({
        version: 'https://jsonfeed.org/version/1.1',
        items: [
          {
            id: '1',
            title: 'Disk',
            authors: [{ name: 'Ada' }],
            date_published: '2026-03-21T00:00:00Z',
            image: 'a.png',
          },
          { id: '2', title: 'Web', date_published: '2026-03-22T00:00:00Z', image: `${base}/Web.png` },
        ],
      }),
    )
    const [web, disk] = await submit({ feed: file, unsaid: { ...unsaid, license: 'CC0-1.0', author: 'Somebody' } })
    expect(taken(disk!).text).toContain('title: Disk\nauthor: Ada\n')
    expect(flaws(web!)).toEqual(['picture missing-image'])
    expect(asked).toEqual([])
  })
})

test('a gallery in a folder of its repository, on another branch', async () => {
  const clone = join(hub.folder, 'clone')
  gitIn(hub.folder)('clone', '--quiet', hub.bare, clone)
  const git = gitIn(clone)
  git('checkout', '--quiet', '-b', 'art')
  mkdirSync(join(clone, 'gallery'))
  git('mv', 'gallery.yaml', 'works', 'gallery/')
  git('commit', '--quiet', '--message', 'Moved')
  git('checkout', '--quiet', 'main')
  mkdirSync(join(clone, 'gallery'))
  const file = write('new/ada-sun.md', markdown('ada-sun'))
  write('new/ada-sun.png', await made.picture('sun'))
  const { outcome } = await one(file, { repository: join(clone, 'gallery'), branch: 'art' })
  expect(outcome).toMatchObject({ state: 'taken' })
  expect(git('diff', '--name-only', 'art', 'submissions/ada-sun').split('\n')).toEqual([
    'gallery/works/2026/ada-sun.md',
    'gallery/works/2026/ada-sun.png',
  ])
  expect(git('status', '--porcelain')).toBe('')
})

test.each([
  ['a file of another kind', 'a.txt', 'refused'],
  ['a file that is not there', 'missing.eml', 'ENOENT'],
])('%s', async (_name, name, expected) => {
  const file = name === 'a.txt' ? write(name, 'x') : join(hub.folder, name)
  const result = await one(file).then(
    (each) => each.outcome.state,
    (error: NodeJS.ErrnoException) => error.code,
  )
  expect(result).toBe(expected)
})

test.each([
  ['no repository', (folder: string) => ({ repository: folder }), 'is no Git repository'],
  ['no folder', (folder: string) => ({ repository: join(folder, 'x') }), 'There is no folder'],
  ['no branch', () => ({ branch: 'x' }), 'There is no branch "x"'],
  ['a branch that is an option', () => ({ branch: '--output=x' }), 'There is no branch "--output=x"'],
])('%s', async (_name, options, message) => {
  await expect(submit({ files: ['x.eml'], ...options(hub.folder) })).rejects.toThrow(message)
})
