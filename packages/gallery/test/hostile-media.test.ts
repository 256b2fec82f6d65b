/** Tables, sounds and links from strangers: each is refused with a message of its own, before a picture is made of it. */
import { afterAll, expect, test } from 'vitest'
import { existsSync } from 'node:fs'
import { buildGallery } from '@reverie/gallery/node'
import { mediaWork, openMediaDesk, tone, wave } from './fixtures/media.ts'
import { picture } from './fixtures/pictures.ts'

const desk = openMediaDesk()
afterAll(() => desk.clear())

const deep = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth)
const good = wave(tone(440))

const refusals: readonly (readonly [name: string, file: string, bytes: Uint8Array | string, message: RegExp])[] = [
  ['a table of five megabytes', 'bad.csv', `a,b\n${'1,2\n'.repeat(1_250_000)}`, /has 5000004 bytes, and at most/],
  ['a table of too many rows', 'bad.csv', `a,b\n${'1,2\n'.repeat(20_000)}`, /more than 10000 rows/],
  ['a million columns', 'bad.csv', `${'a,'.repeat(1e6)}\n1,2`, /has 1000001 columns/],
  ['a row that is longer than the first', 'bad.csv', `a\n${'1,'.repeat(1000)}`, /has 1001 columns/],
  ['a cell of a megabyte', 'bad.csv', `a\n${'x'.repeat(1e6)}`, /more than 1000 characters/],
  ['a quotation that does not end', 'bad.csv', `a,b\n"1,2\n${'3,4\n'.repeat(1000)}`, /Quoted field unterminated/],
  ['numbers that are none', 'bad.csv', 'a,b\nNaN,Infinity\n-Infinity,1e999\n', /has 0 numbers/],
  ['a formula', 'bad.csv', 'a,b\n=cmd|x!A0,@SUM(1)\n', /has 0 numbers/],
  ['an empty table', 'bad.csv', '', /The table is empty/],
  ['bytes that are no text', 'bad.csv', new Uint8Array([0x61, 0xff, 0xfe]), /not UTF-8/],
  ['lists in lists, a million deep', 'bad.json', deep(1e6), /no JSON in UTF-8|holds lists or maps/],
  ['rows that hold maps', 'bad.json', '[{"a":{"b":1}},{"a":2}]', /Row 1 holds lists or maps/],
  ['a map', 'bad.json', '{"__proto__":{"polluted":1}}', /holds no list of rows/],
  ['a million rows', 'bad.json', `[${'1,'.repeat(1e6)}1]`, /has 1000001 rows/],
  ['half a JSON', 'bad.json', '[1,2', /no JSON in UTF-8/],
  ['numbers beyond all bounds', 'bad.json', '[1e999,1e999,1e999,1e999]', /has 0 numbers/],
  ['a wide row', 'bad.json', `[[${'1,'.repeat(1000)}1]]`, /Row 1 has 1001 columns/],
  ['a sound that is cut off', 'bad.wav', good.subarray(0, 1000), /says that it has 16044 bytes, and has 1000/],
  [
    'a sound that says it is longer',
    'bad.wav',
    wave(tone(440), { dataLength: 0xffff_fff0 }),
    /"data" says that it has 4294967280 bytes, and 16000 follow/,
  ],
  [
    'a sound with something behind it',
    'bad.wav',
    Buffer.concat([good, Buffer.alloc(64)]),
    /64 bytes follow after the end/,
  ],
  ['no samples a second', 'bad.wav', wave(tone(440), { rate: 0 }), /has 0 samples a second/],
  [
    'four thousand million samples a second',
    'bad.wav',
    wave(tone(440), { rate: 0xffff_ffff }),
    /has 4294967295 samples/,
  ],
  ['no channels', 'bad.wav', wave(tone(440), { channels: 0, align: 0 }), /has 0 channels/],
  ['samples of no bytes', 'bad.wav', wave(tone(440), { align: 0 }), /0 bytes by one number and 4 by others/],
  ['a code that is not read', 'bad.wav', wave(tone(440), { code: 85 }), /coded as number 85/],
  [
    'samples that are no numbers',
    'bad.wav',
    wave(new Float32Array(8000).fill(Number.NaN)),
    /Sample 1 is no number/,
  ],
  ['no sound', 'bad.wav', wave(new Float32Array(0)), /lasts 0.00 seconds/],
  ['hours of sound', 'bad.wav', wave(new Float32Array(1_000_000), { rate: 1000 }), /lasts 1000.00 seconds/],
  ['another file', 'bad.wav', '<script>', /no WAV file/],
  ['a file of this machine', 'bad.link', 'file:///etc/passwd', /begins with https:\/\//],
  ['a script', 'bad.link', 'javascript:alert(1)', /begins with https:\/\//],
  ['a password', 'bad.link', 'https://ada:secret@example.org/', /name or a password/],
  ['two addresses', 'bad.link', 'https://example.org/a\nhttps://example.org/b', /more than one line/],
  ['a long address', 'bad.link', `https://example.org/${'a'.repeat(3000)}`, /has 3020 bytes/],
  ['no address', 'bad.link', '', /no address/],
]

test.each(refusals)('%s', async (_, name, bytes, message) => {
  mediaWork(desk, name, bytes)
  try {
    const expected = {
      file: `works/2026/${name}`,
      line: 1,
      code: 'media',
      message: expect.stringMatching(message),
      fix: expect.stringMatching(/^(?:Submit|Write)/),
    }
    expect(await desk.check()).toEqual([expected])
    const { problems, made } = await buildGallery({ folder: desk.folder })
    expect({ problems, made }).toEqual({ problems: [expected], made: [] })
    expect(existsSync(desk.path('generated/bad'))).toBe(false)
  } finally {
    desk.remove('works/2026/bad.md', `works/2026/${name}`)
  }
})

test('keys and files that do not fit each other', async () => {
  mediaWork(desk, 'one.csv', 'a\n1\n2\n3\n', { image: 'one.png' })
  mediaWork(desk, 'two.csv', 'a\n4\n5\n6\n')
  desk.write('works/2026/two.png', await picture('two'))
  mediaWork(desk, 'three.csv', 'a\n7\n8\n9\n', { media: '../two.csv' })
  mediaWork(desk, 'four.xyz', 'a\n7\n8\n9\n')
  mediaWork(desk, 'five.csv', 'a\n1\n1\n2\n', { media: undefined })
  desk.write('works/2026/six.wav', wave(tone(440)))
  const told = (await desk.check()).map(({ file, line, code }) => `${file}:${line} ${code}`)
  expect(told).toEqual([
    'works/2026/five.csv:1 stray-file',
    'works/2026/five.md:2 missing-image',
    'works/2026/five.md:2 missing-key',
    'works/2026/four.md:10 missing-image',
    'works/2026/four.xyz:1 stray-file',
    'works/2026/one.md:11 wrong-value',
    'works/2026/six.wav:1 missing-text',
    'works/2026/three.md:10 path-traversal',
    'works/2026/two.png:1 stray-file',
  ])
})
