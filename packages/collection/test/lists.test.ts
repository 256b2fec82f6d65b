import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readFile } from '../src/collect/read-file.ts'
import type { SourceFile } from '../src/source.ts'
import { createFetcher } from '../src/sources/fetch/fetcher.ts'
import { readPictureList } from '../src/sources/lists/list.ts'
import { openSource } from '../src/sources/open.ts'
import { serve, type LocalServer } from './local-server.ts'

let folder = ''
let server: LocalServer
let pages: Record<string, string> = {}
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reverie-lists-'))
  pages = {}
  server = await serve((path, response) => {
    const page = pages[path]
    if (page !== undefined) response.end(page.replaceAll('BASE', server.base))
    else if (path.includes('.png') || path.includes('/full/')) response.end(`picture ${path}`)
    else response.writeHead(404).end()
  })
})
afterEach(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

async function listed(argument: string, refresh = false): Promise<{ files: SourceFile[]; problems: string[] }> {
  const source = await openSource(argument, {
    name: 'list',
    collection: join(folder, 'collection'),
    network: { allowPrivate: true, refresh, sleep: async () => undefined },
  })
  const files: SourceFile[] = []
  const problems: string[] = []
  for await (const found of source.list(new AbortController().signal))
    if (found.kind === 'file') files.push(found.file)
    else problems.push(found.problem.message)
  return { files, problems }
}

/** Serves a text as a list and gives what is in it. */
async function served(text: string, path = '/list'): Promise<SourceFile[]> {
  pages[path] = text
  return (await listed(server.base + path)).files
}

/** What a file is called and what is said of it, but for what is not known. */
const told = ({ path, about }: SourceFile): object => ({
  path,
  ...Object.fromEntries(
    Object.entries(about ?? {}).filter(
      ([, value]) => value !== '' && !(Array.isArray(value) && value.length === 0),
    ),
  ),
})
const textOf = async (file: SourceFile | undefined): Promise<string> => new TextDecoder().decode(await file!.read())

test('a CSV of addresses: relative ones too, each once, with what it says', async () => {
  const files = await served(
    'url,title,licence,tags,year\na/one.png,One,CC0,"x,y",1900\nBASE/b/one.png,Other one,,,\n/c/two.png,,,,\na/one.png,Again,,,\n,nothing,,,\n',
    '/lists/of.csv',
  )
  expect(files.map(told)).toEqual([
    {
      path: expect.stringMatching(/^one~[0-9a-f]{12}\.png$/) as string,
      title: 'One',
      license: 'CC0-1.0',
      tags: ['x', 'y'],
      year: 1900,
    },
    { path: expect.stringMatching(/^one~[0-9a-f]{12}\.png$/) as string, title: 'Other one' },
    { path: 'two.png' },
  ])
  expect(await Promise.all(files.map(textOf))).toEqual([
    'picture /lists/a/one.png',
    'picture /b/one.png',
    'picture /c/two.png',
  ])
})

test('a JSON of addresses, a JSON feed, and a text with an address in each line', async () => {
  expect(
    (await served('["BASE/a.png", {"image": "/b.png", "title": "B", "url": "BASE/about-b"}]')).map(told),
  ).toEqual([{ path: 'a.png' }, { path: 'b.png', title: 'B', link: `${server.base}/about-b` }])
  expect(
    (
      await served(
        '{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "url": "BASE/post", "image": "BASE/c.png", "title": "C"}]}',
      )
    ).map(told),
  ).toEqual([{ path: 'c.png', title: 'C', link: `${server.base}/post` }])
  expect((await served('# mine\nBASE/a.png\n\n  /d.png  \n')).map(told)).toEqual([
    { path: 'a.png' },
    { path: 'd.png' },
  ])
})

test('a list of files on the disk, beside the list', async () => {
  await mkdir(join(folder, 'pictures', 'deep'), { recursive: true })
  await writeFile(join(folder, 'pictures', 'a.png'), 'A')
  await writeFile(join(folder, 'pictures', 'deep', 'b, c.png'), 'B')
  await writeFile(
    join(folder, 'pictures', 'list.csv'),
    'filename,title\na.png,An a\n"deep/b, c.png",\nmissing.png,\ndeep,\n',
  )
  const { files, problems } = await listed(join(folder, 'pictures', 'list.csv'))
  expect(files.map(told)).toEqual([{ path: 'a.png', title: 'An a' }, { path: 'b, c.png' }])
  expect(await Promise.all(files.map(textOf))).toEqual(['A', 'B'])
  expect(problems).toEqual([
    '"missing.png" is not there, and "list.csv" names it: paths are relative to the folder of the list.',
    '"deep" is not a file: name each picture of it.',
  ])
  await writeFile(join(folder, 'pictures', 'list.txt'), 'a.png\ndeep/b, c.png\n')
  expect((await listed(join(folder, 'pictures', 'list.txt'))).files.map(told)).toEqual([
    { path: 'a.png' },
    { path: 'b, c.png' },
  ])
})

test('a list from elsewhere cannot name files of this disk', async () => {
  const files = await served('url,filename\n,/etc/passwd\n,file:///etc/passwd\n')
  expect(await Promise.allSettled(files.map(textOf))).toEqual([
    {
      status: 'rejected',
      reason: expect.objectContaining({ message: expect.stringContaining('404') as string }) as Error,
    },
  ])
})

test('addresses of other kinds are told as such, wherever the list lies', async () => {
  pages['/list'] = 'url\nftp://example.org/a.png\n'
  await writeFile(join(folder, 'ftp.txt'), 'ftp://example.org/a.png\n')
  for (const list of [`${server.base}/list`, join(folder, 'ftp.txt')]) {
    // oxlint-disable-next-line no-await-in-loop
    const { problems } = await listed(list)
    expect(problems).toEqual([
      expect.stringMatching(/^"ftp:.*a\.png" is not fetched: .* begin with http:\/\/ or https:\/\//),
    ])
  }
})

test('what a list names is told when it is no picture, whatever it is called', async () => {
  pages['/login'] = '<!doctype html><title>Log in</title>'
  const [file] = await served('url\n/login\n')
  expect(await readFile(file!)).toMatchObject({ code: 'not-a-picture', message: /"login" is a web page/ })
  expect(await readFile({ ...file!, isNamed: false })).toMatchObject({ code: 'other' })
})

test('a table of something else is not taken for a text with an address in each line', async () => {
  await expect(served('name,thing\na,b\n')).rejects.toThrow(
    'has the columns "name", "thing", and none of them says where pictures are: name one "url"',
  )
  await expect(served('url\n')).rejects.toThrow('names no pictures')
  expect((await served('/c/one, two\n/d\n')).map(told)).toEqual([{ path: 'one, two' }, { path: 'd' }])
})

test('a IIIF manifest of version 2', async () => {
  const image = (id: string, service?: string): object => ({
    '@type': 'sc:Canvas',
    label: `p. ${id}`,
    images: [
      {
        resource: {
          '@id': `BASE/iiif/${id}/full/full/0/default.jpg`,
          '@type': 'dctypes:Image',
          ...(service && { service: { '@id': service } }),
        },
      },
    ],
  })
  const manifest = {
    '@context': 'http://iiif.io/api/presentation/2/context.json',
    '@id': 'BASE/manifest.json',
    '@type': 'sc:Manifest',
    label: { '@value': 'A <b>book</b>', '@language': 'en' },
    attribution: 'A library',
    license: 'https://creativecommons.org/publicdomain/mark/1.0/',
    related: { '@id': 'BASE/book' },
    metadata: [
      { label: 'Creator', value: 'Ann' },
      { label: [{ '@value': 'Date' }], value: 'circa 1500' },
      { label: 'Subject', value: ['birds', 'trees'] },
    ],
    sequences: [
      {
        canvases: [
          image('1'),
          image('2', 'BASE/iiif/2'),
          { images: [{ resource: { service: { '@id': 'BASE/iiif/3/' } } }] },
        ],
      },
    ],
  }
  const files = await served(JSON.stringify(manifest), '/manifest.json')
  expect(files).toHaveLength(3)
  expect(told(files[0]!)).toEqual({
    path: expect.stringMatching(/^default~[0-9a-f]{12}\.jpg$/) as string,
    title: 'A book – p. 1',
    author: 'Ann',
    license: 'CC-PDM-1.0',
    link: `${server.base}/book`,
    tags: ['birds'],
    year: 1500,
  })
  expect(await textOf(files[2])).toBe('picture /iiif/3/full/full/0/default.jpg')
})

test('a IIIF collection of version 3, whose manifests are read', async () => {
  const manifest = (id: string, body: object): string =>
    JSON.stringify({
      '@context': 'http://iiif.io/api/presentation/3/context.json',
      id: `BASE/${id}`,
      type: 'Manifest',
      label: { de: ['Ein Bild'], en: [`Picture ${id}`] },
      rights: 'http://creativecommons.org/licenses/by/4.0/',
      requiredStatement: { label: { en: ['Attribution'] }, value: { en: ['A museum'] } },
      homepage: [{ id: `BASE/page/${id}`, type: 'Text' }],
      items: [
        {
          id: 'c',
          type: 'Canvas',
          items: [{ type: 'AnnotationPage', items: [{ type: 'Annotation', motivation: 'painting', body }] }],
        },
      ],
    })
  pages['/m1'] = manifest('m1', {
    id: 'BASE/one.png',
    type: 'Image',
    service: [{ id: 'BASE/s1', type: 'ImageService3' }],
  })
  pages['/m2'] = manifest('m2', {
    type: 'Choice',
    items: [
      { type: 'Image', service: [{ id: 'BASE/s2', type: 'ImageService3' }] },
      { id: 'BASE/no.png', type: 'Image' },
    ],
  })
  const files = await served(
    JSON.stringify({
      '@context': 'http://iiif.io/api/presentation/3/context.json',
      type: 'Collection',
      items: [
        { id: 'BASE/m1', type: 'Manifest' },
        { id: 'BASE/m2', type: 'Manifest' },
        { id: 'BASE/list', type: 'Collection' },
      ],
    }),
  )
  expect(files.map(told)).toEqual([
    {
      path: 'one.png',
      title: 'Picture m1',
      author: 'A museum',
      license: 'CC-BY-4.0',
      link: `${server.base}/page/m1`,
    },
    {
      path: 'default.jpg',
      title: 'Picture m2',
      author: 'A museum',
      license: 'CC-BY-4.0',
      link: `${server.base}/page/m2`,
    },
  ])
  expect(await textOf(files[1])).toBe('picture /s2/full/max/0/default.jpg')
})

const rss = (items: string): string =>
  `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaa">]><rss version="2.0" xmlns:media="m" xmlns:dc="d"><channel><title>T</title><copyright>CC0</copyright>${items}</channel></rss>`

test('an RSS feed', async () => {
  const files = await served(
    rss(`<item><title>A &amp; &lt;b&gt;B&lt;/b&gt; &a;</title><link>/post/1?x=1&amp;y=2</link><dc:creator>Ann</dc:creator><category>bird</category><category domain="x">tree</category>
      <pubDate>Sun, 19 Dec 2004 13:54:06 GMT</pubDate><enclosure url="/e.mp3" type="audio/mpeg"/><enclosure url="/e.png?a=1&amp;b=2" type="image/png"/></item>
    <item><title><![CDATA[Media]]></title><media:group><media:content url="BASE/m.png" medium="image"/></media:group></item>
    <item><title>Text</title><description>&lt;p&gt;Hi &lt;img class="x" src="/t.png?a&amp;amp;b"/&gt;</description></item>
    <item><title>No picture</title><description>words</description></item>`),
  )
  expect(files.map(told)).toEqual([
    { path: 't.png', title: 'Text', license: 'CC0-1.0' },
    { path: 'm.png', title: 'Media', license: 'CC0-1.0' },
    {
      path: 'e.png',
      title: 'A & B &a;',
      author: 'Ann',
      license: 'CC0-1.0',
      link: `${server.base}/post/1?x=1&y=2`,
      tags: ['bird', 'tree'],
      year: 2004,
    },
  ])
  expect(await textOf(files[0])).toBe('picture /t.png?a&b')
})

test('an Atom feed of two pages, and what it told before', async () => {
  const feed = (entries: string, next = ''): string =>
    `<feed xmlns="http://www.w3.org/2005/Atom">${next}<rights>mine</rights>${entries}</feed>`
  const entry = (name: string, body: string): string =>
    `<entry><title type="html">&lt;i&gt;${name}&lt;/i&gt;</title><author><name>Ann</name></author><published>2020-01-02T00:00:00Z</published><category term="x" label="X y"/><link rel="alternate" href="/p/${name}"/>${body}</entry>`
  pages['/page2'] = feed(entry('b', '<content type="xhtml"><div><p><img src="/b.png"/></p></div></content>'))
  const first = await served(
    feed(entry('a', '<link rel="enclosure" type="image/png" href="/a.png"/>'), '<link rel="next" href="/page2"/>'),
  )
  const [b, a] = first.map(told)
  expect(a).toEqual({
    path: 'a.png',
    title: 'a',
    author: 'Ann',
    license: 'mine',
    link: `${server.base}/p/a`,
    tags: ['X y'],
    year: 2020,
  })
  expect(b).toMatchObject({ path: 'b.png', title: 'b' })
  // Later the feed has moved on: what it told before is still there.
  const later = await served(feed(entry('c', '<link rel="enclosure" type="image/png" href="/c.png"/>')))
  expect(later.map(({ path }) => path)).toEqual(['b.png', 'a.png', 'c.png'])
})

test('pictures are fetched once; on request they are asked for again', async () => {
  const [file] = await served('BASE/a.png\n')
  await file!.read()
  const { files } = await listed(`${server.base}/list`)
  expect(files[0]!.stamp).toBe(file!.stamp)
  expect(await textOf(files[0])).toBe('picture /a.png')
  expect(server.asked.filter(({ path }) => path === '/a.png')).toHaveLength(1)
  const again = await listed(`${server.base}/list`, true)
  expect(again.files[0]!.stamp).not.toBe(file!.stamp)
  await again.files[0]!.read()
  expect(server.asked.filter(({ path }) => path === '/a.png')).toHaveLength(2)
})

test.each([
  ['a web page', '<html><body>Hello</body></html>', 'neither an RSS nor an Atom feed'],
  ['damaged XML', '<rss><channel', 'XML'],
  ['damaged JSON', '{"url": ', 'is not JSON'],
  ['JSON of something else', '{"hello": "world"}', 'names no pictures'],
  ['nothing', '', 'names no pictures'],
  ['an archive', 'PK\u0003\u0004 and so on', 'is an archive and no list'],
])('%s in place of a list is met with a sentence', async (_, text, message) => {
  await expect(served(text)).rejects.toThrow(message)
})

test('what cannot be a source is met with a sentence', async () => {
  await expect(listed('ftp://example.org/x')).rejects.toThrow('give a folder, a file, or an address with http(s)')
  await expect(listed(join(folder, 'missing'))).rejects.toThrow('There is no folder')
  await writeFile(join(folder, 'one.png'), Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a))
  await expect(listed(join(folder, 'one.png'))).rejects.toThrow('is a single file: give its folder')
  await expect(listed(`${server.base}/missing`)).rejects.toThrow('404 (not found)')
})

test('a list without a collection: what feeds call their entries, and when those came', async () => {
  pages['/rss'] =
    '<rss><channel><item><title>A</title><guid>tag:a</guid><pubDate>Sat, 21 Mar 2026 14:05:00 GMT</pubDate><media:content url="a.png" type="image/png"><media:description>Two &amp; a half</media:description></media:content></item></channel></rss>'
  pages['/json'] = JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    authors: [{ name: 'The feed' }],
    items: [
      {
        id: 'b',
        url: 'BASE/b.html',
        authors: [{ name: 'Ada' }, { name: 'Mary' }],
        date_published: '2026-03-22T10:00:00Z',
        attachments: [
          { url: 'BASE/sound.mp3', mime_type: 'audio/mpeg' },
          { url: 'BASE/b.png', mime_type: 'image/png' },
        ],
      },
    ],
  })
  const lists = createFetcher({ allowPrivate: true })
  try {
    const read = (path: string) => readPictureList(server.base + path, lists, new AbortController().signal)
    expect(await read('/rss')).toMatchObject([
      { where: `${server.base}/a.png`, id: 'tag:a', date: 'Sat, 21 Mar 2026 14:05:00 GMT', alt: 'Two & a half' },
    ])
    expect(await read('/json')).toMatchObject([
      { where: `${server.base}/b.png`, id: 'b', date: '2026-03-22T10:00:00Z', about: { author: 'Ada, Mary' } },
    ])
  } finally {
    await lists.close()
  }
})
