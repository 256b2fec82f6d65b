import sharp, { type Sharp } from 'sharp'
import { expect, test } from 'vitest'
import { describePicture } from '../src/metadata/describe.ts'
import { editMetadata, editsFromRow, parseEdits, withReadMetadata } from '../src/metadata/edits.ts'
import { readEmbedded } from '../src/metadata/embedded.ts'
import { metadataFromPath } from '../src/metadata/from-path.ts'
import { licenseOf } from '../src/metadata/license.ts'
import { cleanLink, cleanText, mergeMetadata, parseYear, splitTags } from '../src/metadata/metadata.ts'
import { readSidecars } from '../src/metadata/sidecars.ts'
import type { SourceFile } from '../src/source.ts'
import { piece } from './samples.ts'

test.each([
  ['animals/bugs/lady_bird-01.png', 'Lady bird', ['animals', 'bugs']],
  ['IMG_2041.JPG', 'IMG 2041', []],
  ['breads_and_carbs/bread.slice.webp', 'Bread slice', ['breads and carbs']],
  ['1889/12.png', '12', ['1889']],
  ['Großer Bär.tiff', 'Großer Bär', []],
])('a path tells: %s', (path, title, tags) => {
  expect(metadataFromPath(path)).toEqual({ title, tags })
})

test.each([
  ['1889', 1889],
  ['-44', -44],
  [1889, 1889],
  ['about 1889', 1889],
  ['1889-05-01T00:00:00Z', 1889],
  ['2004:12:19 13:54', 2004],
  ['12.05.1889', 1889],
  ['1889/90', 1889],
  ['', null],
  ['no date', null],
  ['12345678', null],
  [null, null],
])('the year of %j is %j', (text, year) => {
  expect(parseYear(text)).toBe(year)
})

test.each([
  ['https://creativecommons.org/licenses/by-sa/4.0/', 'CC-BY-SA-4.0'],
  ['http://creativecommons.org/licenses/by/3.0/de/', 'CC-BY-3.0-DE'],
  ['https://creativecommons.org/publicdomain/zero/1.0/deed.en', 'CC0-1.0'],
  ['http://web.resource.org/cc/PublicDomain', 'http://web.resource.org/cc/PublicDomain'],
  ['CC BY-NC 4.0 International', 'CC-BY-NC-4.0'],
  ['cc0', 'CC0-1.0'],
  ['© Ann, all rights reserved', '© Ann, all rights reserved'],
])('the licence of %j is %j', (text, license) => {
  expect(licenseOf(text)).toBe(license)
})

test('texts are one line, links are safe, tags are told apart', () => {
  expect(cleanText(' a\n\tb\u0000c \u202Ed\uD800 ')).toBe('a b c d\uFFFD')
  expect(cleanText('x'.repeat(9999))).toHaveLength(500)
  expect(cleanLink('javascript:alert(1)')).toBe('')
  expect(cleanLink('data:text/html,x')).toBe('')
  expect(cleanLink(' https://example.org/a b ')).toBe('https://example.org/a%20b')
  expect(splitTags('bird| tree, green |Bird')).toEqual(['bird', 'tree, green'])
  expect(splitTags('bird, tree;x')).toEqual(['bird, tree', 'x'])
  expect(splitTags(['bird', 7, null])).toEqual(['bird', '7'])
})

test('the most trusted account gives a field, and tags come together', () => {
  expect(
    mergeMetadata([
      { title: '', tags: ['Bird'] },
      { title: 'A', year: 5, tags: ['bird', 'x'] },
      { title: 'B', year: 7 },
    ]),
  ).toEqual({ title: 'A', author: '', link: '', license: '', tags: ['Bird', 'x'], year: 5 })
  expect(describePicture({ paths: ['a/b.png', 'c/d.png'], embedded: { author: 'Ann' } })).toEqual({
    title: 'B',
    author: 'Ann',
    link: '',
    license: '',
    tags: ['a', 'c'],
    year: null,
  })
})

const file = (path: string, text: string | Uint8Array): SourceFile => {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text
  return { path, stamp: '', bytes: bytes.length, read: async (limit) => bytes.subarray(0, limit) }
}

const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" photoshop:DateCreated="1999-01-02" xmpRights:WebStatement="https://creativecommons.org/licenses/by/4.0/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Ein Vogel</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>Ann</rdf:li><rdf:li>Bob</rdf:li></rdf:Seq></dc:creator>
<dc:subject><rdf:Bag><rdf:li>bird</rdf:li><rdf:li>red, bright</rdf:li></rdf:Bag></dc:subject>
</rdf:Description></rdf:RDF></x:xmpmeta>`

const sidecars: [string, SourceFile[], Record<string, object | undefined>][] = [
  [
    'our own columns',
    [
      file(
        'list.csv',
        'filename,title,author,link,licence,tags,year\na.png,"One, two",Ann,https://e.org/1,CC0,x|y,1889\n',
      ),
    ],
    {
      'a.png': {
        title: 'One, two',
        author: 'Ann',
        link: 'https://e.org/1',
        license: 'CC0-1.0',
        tags: ['x', 'y'],
        year: 1889,
      },
    },
  ],
  [
    "vikus' columns",
    [file('data.csv', 'id,keywords,year,_title,_author\na,"x,y",1880-1890,A,Ann\n')],
    { 'a.png': { title: 'A', author: 'Ann', tags: ['x', 'y'], year: 1880 } },
  ],
  [
    "pix-plot's columns",
    [
      file(
        'meta/../metadata.csv'.slice(8),
        'filename,category,tags,description,permalink,year\nb.jpg,birds,x|y,A long tale,https://e.org/b,1976\n',
      ),
    ],
    { 'deep/b.jpg': { title: 'A long tale', link: 'https://e.org/b', tags: ['x', 'y', 'birds'], year: 1976 } },
  ],
  [
    'semicolons, a byte order mark, Windows-1252',
    [
      file('one.csv', '\uFEFFFilename;Title\na.png;Bär\n'),
      file('two.csv', Buffer.from('filename,author\nb.jpg,M\u00fcl', 'latin1')),
    ],
    { 'a.png': { title: 'Bär' }, 'deep/b.jpg': { author: 'Mül' } },
  ],
  [
    'JSON: a list, by name, within an object',
    [
      file('a.png.json', '{"title": "note", "tags": ["n"]}'),
      file('all.json', '[{"filename": "a.png", "title": "list", "tags": "l", "author": ["Ann", "Bob"]}]'),
      file('deep/by-name.json', '{"b.jpg": {"title": "B"}}'),
    ],
    { 'a.png': { title: 'note', author: 'Ann, Bob', tags: ['n', 'l'] }, 'deep/b.jpg': { title: 'B' } },
  ],
  [
    'the nearer table before the farther one, paths before names',
    [
      file('top.csv', 'filename,title,author\ndeep/b.jpg,far,Ann\n./other/b.jpg,other,\n'),
      file('deep/near.csv', 'filename,title\nb.jpg,near\n'),
    ],
    { 'deep/b.jpg': { title: 'near', author: 'Ann' }, 'other/b.jpg': { title: 'other' } },
  ],
  [
    'XMP beside the picture',
    [file('a.png.xmp', xmp), file('other.xmp', '<x/>')],
    {
      'a.png': {
        title: 'Ein Vogel',
        author: 'Ann, Bob',
        license: 'CC-BY-4.0',
        tags: ['bird', 'red, bright'],
        year: 1999,
      },
    },
  ],
  ['a table that names no files', [file('prices.csv', 'article,price\na.png,3\n')], { 'a.png': undefined }],
  [
    'hostile names',
    [file('x.csv', '__proto__,filename,title\n1,../../a.png,T\n1,a.png,U\n')],
    { 'a.png': { title: 'U' } },
  ],
]
test.each(sidecars)('sidecars: %s', async (_, files, expected) => {
  const pictures = new Set(['a.png', 'deep/b.jpg', 'other/b.jpg'])
  const { about, problems } = await readSidecars(files, pictures)
  expect(problems).toEqual([])
  for (const [path, metadata] of Object.entries(expected)) expect(about(path)).toEqual(metadata)
})

test('a sidecar that cannot be read is told and stops nothing', async () => {
  const files = [file('a.json', '{'), file('b.csv', 'filename,title\na.png,T\n')]
  const { about, problems } = await readSidecars(files, new Set(['a.png']))
  expect(problems).toEqual([{ path: 'a.json', message: expect.stringContaining('"a.json" is not JSON') as string }])
  expect(about('a.png')).toEqual({ title: 'T' })
})

const base = (): Sharp => sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })

test.each(['png', 'jpeg', 'webp', 'avif', 'tiff'] as const)('a %s tells of itself by XMP', async (format) => {
  const bytes = await base().withXmp(xmp).toFormat(format).toBuffer()
  expect(await readEmbedded(bytes)).toEqual({
    title: 'Ein Vogel',
    author: 'Ann, Bob',
    link: '',
    license: 'CC-BY-4.0',
    tags: ['bird', 'red, bright'],
    year: 1999,
  })
})

test('a JPEG tells of itself by EXIF, but for what cameras write', async () => {
  const bytes = await base()
    .withExif({ IFD0: { ImageDescription: 'OLYMPUS DIGITAL CAMERA', Artist: 'Ann', Copyright: 'CC0' } })
    .jpeg()
    .toBuffer()
  expect(await readEmbedded(bytes)).toMatchObject({ title: '', author: 'Ann', license: 'CC0-1.0' })
})

test('a JPEG tells of itself by IPTC', async () => {
  const record = (id: number, text: string): number[] => [0x1c, 2, id, 0, text.length, ...Buffer.from(text)]
  const data = [
    ...record(5, 'A bird'),
    ...record(25, 'bird'),
    ...record(25, 'tree'),
    ...record(80, 'Ann'),
    ...record(55, '19990102'),
  ]
  const resource = [...Buffer.from('8BIM'), 4, 4, 0, 0, 0, 0, data.length >> 8, data.length & 255, ...data]
  const header = [...Buffer.from('Photoshop 3.0\0')]
  const length = 2 + header.length + resource.length
  const segment = Buffer.from([0xff, 0xed, length >> 8, length & 255, ...header, ...resource])
  const jpeg = await base().jpeg().toBuffer()
  const bytes = Buffer.concat([jpeg.subarray(0, 2), segment, jpeg.subarray(2)])
  expect(await readEmbedded(bytes)).toMatchObject({
    title: 'A bird',
    author: 'Ann',
    tags: ['bird', 'tree'],
    year: 1999,
  })
})

test('damaged metadata is no metadata', async () => {
  const whole = await base().withXmp(xmp).jpeg().toBuffer()
  for (let length = 0; length < 400; length += 7)
    // oxlint-disable-next-line no-await-in-loop
    expect(await readEmbedded(whole.subarray(0, length))).toBeTypeOf('object')
  const bomb = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">${Array.from({ length: 9 }, (_, n) => `<!ENTITY ${'bcdefghij'[n]} "${`&${'abcdefghi'[n]};`.repeat(10)}">`).join('')}]>${xmp.replace('Ein Vogel', '&j;')}`
  const begin = performance.now()
  const { title } = await readEmbedded(await base().withXmp(bomb).jpeg().toBuffer())
  expect((title ?? '').length).toBeLessThanOrEqual(500)
  expect(performance.now() - begin).toBeLessThan(2000)
})

test('what was set by hand stays when the picture is read again', () => {
  const read = { title: 'read', author: 'read', link: '', license: '', tags: ['read'], year: 1 }
  const edited = editMetadata(piece(1, { edited: [] }), { title: 'by hand', year: null })
  expect(edited.edited).toEqual(['title', 'year'])
  expect(withReadMetadata(edited, read)).toEqual({
    ...read,
    title: 'by hand',
    year: null,
    edited: ['title', 'year'],
  })
  expect(withReadMetadata(editMetadata(edited, {}, ['title']), read)).toEqual({
    ...read,
    year: null,
    edited: ['year'],
  })
  expect(withReadMetadata(undefined, read)).toEqual({ ...read, edited: [] })
})

test('edits as people write them', () => {
  const given = piece(1, { tags: ['bird', 'grün'] })
  expect(
    parseEdits(given, ['title=A=b', 'tags+=Night, BIRD', 'tags-=grün', 'licence=cc0', 'year=', 'link=']),
  ).toEqual({
    title: 'A=b',
    tags: ['Night', 'BIRD'],
    license: 'CC0-1.0',
    year: null,
    link: '',
  })
  expect(() => parseEdits(given, ['colour=red'])).toThrow(
    '"colour=red" sets no field: write field=value, where field is',
  )
  expect(() => parseEdits(given, ['title+=red'])).toThrow('only tags')
  expect(() => parseEdits(given, ['year=soon'])).toThrow('expected a year')
  expect(() => parseEdits(given, ['link=javascript:1'])).toThrow('expected an address')
})

test('of an edited table only what differs is an edit', () => {
  const given = piece(1)
  const row = { id: given.id, title: given.title, tags: given.tags.join('|'), year: '-44', Author: 'Bob' }
  expect(editsFromRow(given, row)).toEqual({ author: 'Bob' })
})
