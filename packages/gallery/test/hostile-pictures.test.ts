/**
 * Hostile and broken submissions: pictures. Each is refused by its own code and in its own words, at the line where it
 * is wrong, and nothing else is told of it.
 */
import { truncateSync } from 'node:fs'
import { deflateSync } from 'node:zlib'
import { describe, test } from 'vitest'
import { markdown } from './fixtures/desk.ts'
import * as made from './fixtures/pictures.ts'
import { bytes, expectRefusal, md, named, png, type Row } from './fixtures/rows.ts'

const html = '<!DOCTYPE html><html><script>alert(1)</script></html>'
const pictures: Row[] = [
  ['a PNG bomb', bytes(() => made.pngBomb(50_000, 50_000)), { code: 'picture-size', message: /50000 × 50000/ }],
  [
    'a PNG of the largest size',
    bytes(() => made.pngBomb(0x7fffffff, 0x7fffffff)),
    { code: 'picture-size', message: /2147483647/ },
  ],
  [
    'a GIF bomb',
    named('gif', () => made.gifBomb(65_535, 65_535)),
    { file: 'works/2026/bad.gif', code: 'picture-size', message: /65535 × 65535/ },
  ],
  [
    'a WebP bomb',
    named('webp', () => made.webpBomb(16_384, 16_384)),
    { file: 'works/2026/bad.webp', code: 'picture-size', message: /16384 × 16384/ },
  ],
  [
    'a JPEG bomb',
    named('jpg', () => made.jpegBomb(65_000, 65_000)),
    { file: 'works/2026/bad.jpg', code: 'picture-size', message: /65000 × 65000/ },
  ],
  [
    'pixels that do not fill their size',
    bytes(() => made.pngBomb(4000, 4000)),
    { code: 'damaged-picture', message: /cannot be decoded/ },
  ],
  [
    'metadata that inflate to 64 MB',
    bytes(async () =>
      made.withChunks(
        await made.picture('bad'),
        made.chunk('zTXt', Buffer.concat([Buffer.from('Comment\0\0'), deflateSync(Buffer.alloc(64 << 20))])),
      ),
    ),
    { code: 'metadata-bomb', message: /more than 1048576 bytes/ },
  ],
  ['a picture of 1 × 1', bytes(() => made.picture('bad', 1)), { code: 'picture-size', message: /1 × 1/ }],
  [
    'a PNG that is a page',
    bytes(async () => Buffer.concat([await made.picture('bad'), Buffer.from('<b>x</b>')])),
    { code: 'trailing-data', message: /8 bytes follow/ },
  ],
  [
    'a PNG with a page in its text',
    bytes(async () =>
      made.withChunks(await made.picture('bad'), made.chunk('tEXt', Buffer.from(`Comment\0<html><b>x</b></html>`))),
    ),
    { code: 'hidden-content', message: /a web page/ },
  ],
  [
    'a PNG with a script after it',
    bytes(async () => Buffer.concat([await made.picture('bad'), Buffer.from('<script>alert(1)</script>')])),
    { code: 'hidden-content', message: /a script/ },
    { code: 'trailing-data', message: /bytes follow/ },
  ],
  [
    'a JPEG that is an archive',
    named('jpg', async () => Buffer.concat([await made.jpeg('bad'), made.zip()])),
    { file: 'works/2026/bad.jpg', code: 'hidden-content', message: /a ZIP archive/ },
    { file: 'works/2026/bad.jpg', code: 'trailing-data', message: /bytes follow/ },
  ],
  [
    'a JPEG with an archive in a comment',
    named('jpg', async () => made.withSegment(await made.jpeg('bad'), 0xfe, made.zip())),
    { file: 'works/2026/bad.jpg', code: 'hidden-content', message: /a ZIP archive/ },
  ],
  [
    'a JPEG with a program in a comment',
    named('jpg', async () =>
      made.withSegment(await made.jpeg('bad'), 0xfe, Buffer.from('<?php system($_GET[0]);')),
    ),
    { file: 'works/2026/bad.jpg', code: 'hidden-content', message: /a PHP program/ },
  ],
  [
    'a GIF that is a script',
    named('gif', async () => Buffer.concat([await made.gif('bad'), Buffer.from('=1;alert(1)//')])),
    { file: 'works/2026/bad.gif', code: 'trailing-data', message: /13 bytes/ },
  ],
  [
    'an SVG',
    named('svg', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')),
    { file: 'works/2026/bad.svg', code: 'svg', message: /can hold scripts/ },
  ],
  [
    'an SVG called PNG',
    bytes(() =>
      Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    ),
    { code: 'svg', message: /SVG drawing/ },
  ],
  ['a page called PNG', bytes(() => Buffer.from(html)), { code: 'not-a-picture', message: /web page/ }],
  ['an archive called PNG', bytes(() => made.zip()), { code: 'not-a-picture', message: /ZIP archive/ }],
  [
    'a pointer to a file that is elsewhere',
    bytes(() => Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n')),
    { code: 'not-a-picture', message: /is text/ },
  ],
  ['an empty picture', bytes(() => new Uint8Array()), { code: 'not-a-picture', message: /is empty/ }],
  ['noise', bytes(() => Buffer.alloc(5000, 'z\x01')), { code: 'not-a-picture', message: /not a picture/ }],
  [
    'a JPEG called PNG',
    bytes(() => made.jpeg('bad')),
    { code: 'extension', message: /JPEG by its content.*"\.png"/ },
  ],
  [
    'an ending in capitals',
    named('PNG', () => made.picture('bad')),
    { file: 'works/2026/bad.PNG', code: 'extension', message: /"\.PNG"/ },
  ],
  [
    'a format that browsers do not show',
    named('tiff', () => made.tiff('bad')),
    { file: 'works/2026/bad.tiff', code: 'format', message: /TIFF/ },
  ],
  [
    'a truncated PNG',
    bytes(async () => (await made.picture('bad')).subarray(0, 150)),
    { code: 'damaged-picture', message: /cut off/ },
  ],
  [
    'a truncated JPEG',
    named('jpg', async () => (await made.jpeg('bad')).subarray(0, 700)),
    { file: 'works/2026/bad.jpg', code: 'damaged-picture', message: /cut off/ },
  ],
  [
    'a header alone',
    bytes(async () => (await made.picture('bad')).subarray(0, 20)),
    { code: 'damaged-picture', message: /damaged or cut off/ },
  ],
  [
    'a PNG whose pixels are damaged',
    bytes(async () => {
      const good = Buffer.from(await made.picture('bad'))
      good.fill(0x55, 60, 90)
      return good
    }),
    { code: 'damaged-picture', message: /cannot be decoded/ },
  ],
  [
    'a position in EXIF',
    named('jpg', () => made.withExif('bad', 'jpeg', made.gps)),
    { file: 'works/2026/bad.jpg', code: 'private-metadata', message: /tells where it was taken/ },
  ],
  [
    'a position in the EXIF of a PNG',
    bytes(() => made.withExif('bad', 'png', made.gps)),
    { code: 'private-metadata', message: /where it was taken/ },
  ],
  [
    'a position in the EXIF of a WebP',
    named('webp', () => made.withExif('bad', 'webp', made.gps)),
    { file: 'works/2026/bad.webp', code: 'private-metadata', message: /where it was taken/ },
  ],
  [
    'a position in the EXIF of an AVIF',
    named('avif', () => made.withExif('bad', 'avif', made.gps)),
    { file: 'works/2026/bad.avif', code: 'private-metadata', message: /where it was taken/ },
  ],
  [
    'a position in XMP',
    named('jpg', () =>
      made.withXmp('bad', 'xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="51,30.5N"'),
    ),
    { file: 'works/2026/bad.jpg', code: 'private-metadata', message: /where it was taken/ },
  ],
  [
    'a town in XMP',
    named('jpg', () =>
      made.withXmp('bad', 'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:City="London"'),
    ),
    { file: 'works/2026/bad.jpg', code: 'private-metadata', message: /where it was taken/ },
  ],
  [
    'the number of a camera',
    named('jpg', () => made.withExif('bad', 'jpeg', { IFD2: { BodySerialNumber: '12345' } })),
    { file: 'works/2026/bad.jpg', code: 'private-metadata', message: /serial number/ },
  ],
  [
    'EXIF that cannot be understood',
    named('jpg', async () =>
      made.withSegment(await made.jpeg('bad'), 0xe1, Buffer.from('Exif\0\0II*\0\xff\xff\xff\x7f', 'latin1')),
    ),
    { file: 'works/2026/bad.jpg', code: 'private-metadata', message: /damaged/ },
  ],
  [
    '100 MB',
    (desk) => {
      desk.write(md, markdown('bad'))
      desk.write(png, '')
      truncateSync(desk.path(png), 100_000_000)
    },
    { file: png, code: 'picture-bytes', message: /100,000,000 bytes/ },
  ],
  [
    '100 MB of Markdown',
    async (desk) => {
      await desk.work('bad')
      truncateSync(desk.path(md), 100_000_000)
    },
    { file: md, code: 'text-size', message: /100000000 bytes/ },
  ],
  [
    'the same picture again',
    async (desk) => desk.work('bad', {}, await made.picture('good')),
    { file: png, code: 'duplicate', message: /byte for byte, works\/2026\/good\.png/ },
  ],
  [
    'the same picture, coded again',
    named('jpg', () => made.jpeg('good')),
    { file: 'works/2026/bad.jpg', code: 'near-duplicate', message: /looks like works\/2026\/good\.png/ },
  ],
]

describe('pictures', () => {
  test.each(pictures.map((row) => [row[0], row] as const))('%s', (_, row) => expectRefusal(png, row))
})
