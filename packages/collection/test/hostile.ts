/** A folder in which nearly nothing is as it should be. */
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import sharp from 'sharp'
import type { ProblemCode } from '@reverie/collection/node'
import { shape, type Desk } from './pictures.ts'

/** What each bad file is to be reported as. */
export type Expected = Readonly<Record<string, ProblemCode>>

/** Makes the folder, with two good pictures in it. */
export async function makeHostile({ pictures, write, path }: Desk): Promise<Expected> {
  const expected: Record<string, ProblemCode> = {}
  const bad = (name: string, code: ProblemCode, bytes: Uint8Array | string): void => {
    write(name, bytes)
    expected[name] = code
  }
  write('good.png', await shape(1))
  write('good folder.png/good.webp', await shape(2, 'webp'))

  for (const ending of ['png', 'jpg', 'webp', 'gif']) bad(`zero bytes.${ending}`, 'empty', '')
  bad('text.png', 'not-a-picture', 'This is only a text.')
  bad('page.jpg', 'not-a-picture', '<!doctype html><title>404</title>')
  bad('record.webp', 'not-a-picture', '{"error":"not found"}')
  bad(
    'noise.png',
    'not-a-picture',
    Uint8Array.from({ length: 5000 }, (_, at) => (at * at * 31 + 200) % 256),
  )
  bad('drawing.svg', 'not-a-picture', '<svg xmlns="http://www.w3.org/2000/svg"/>')
  bad('old.bmp', 'not-a-picture', `BM${'\0'.repeat(100)}`)
  bad('sign.ico', 'not-a-picture', Buffer.from([0, 0, 1, 0, 1, 0, 16, 16, 0, 0]))
  bad('layers.psd', 'not-a-picture', '8BPS\0\x01')
  bad('paper.jpg', 'not-a-picture', '%PDF-1.7\n')
  bad('packed.png', 'not-a-picture', 'PK\x03\x04')
  bad('pressed.png', 'not-a-picture', gzipSync(await shape(3)))
  bad('film.gif', 'not-a-picture', Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0mp42isom', 'latin1'))
  bad('new.jxl', 'not-a-picture', Buffer.from([0xff, 0x0a, 1, 2, 3]))

  for (const format of ['png', 'jpeg', 'webp', 'gif', 'tiff', 'avif'] as const) {
    const whole = await large(format)
    bad(`half.${format}`, 'damaged', whole.subarray(0, Math.floor(whole.length / 2)))
    bad(`start only.${format}`, 'damaged', whole.subarray(0, 20))
  }
  bad('signature only.png', 'damaged', (await shape(4)).subarray(0, 8))
  bad('bad pixels.png', 'damaged', withNoise(await large('png')))
  bad('no size.png', 'damaged', withSize(await shape(4), 0, 0))
  bad('bomb.png', 'too-large', withSize(await shape(4), 100_000, 100_000))
  bad('wide bomb.png', 'too-large', withSize(await shape(4), 2 ** 30, 3))
  bad('bomb.gif', 'too-large', gifOfSize(await shape(4, 'gif'), 65_535, 65_535))

  const dot = sharp({ create: { width: 1, height: 1, channels: 4, background: '#f00' } })
  for (const format of ['png', 'gif', 'jpeg', 'webp'] as const)
    bad(`dot.${format}`, 'too-small', await dot.clone().toFormat(format).toBuffer())
  const nothing = { width: 50, height: 50, channels: 4 as const, background: { r: 9, g: 9, b: 9, alpha: 0 } }
  bad('nothing.png', 'invisible', await sharp({ create: nothing }).png().toBuffer())

  const link = (name: string, target: string, code: ProblemCode): void => {
    symlinkSync(target, `${pictures}/${name}`)
    expected[name] = code
  }
  writeFileSync(path('outside.png'), await shape(7))
  link('dangling.png', 'nowhere.png', 'link')
  link('circle.png', 'circle.png', 'link')
  link('outside.png', '../outside.png', 'link')
  link('system.png', '/etc/passwd', 'link')
  link('device.png', '/dev/zero', 'link')
  if (spawnSync('mkfifo', [`${pictures}/pipe.png`]).status === 0) {
    expected['pipe.png'] = 'special'
    link('to the pipe.png', 'pipe.png', 'special')
  }
  if (process.getuid?.() !== 0) {
    bad('secret.png', 'unreadable', await shape(8))
    chmodSync(`${pictures}/secret.png`, 0)
    mkdirSync(`${pictures}/closed`, { mode: 0 })
    expected['closed'] = 'unreadable'
  }
  return expected
}

async function large(format: 'png' | 'jpeg' | 'webp' | 'gif' | 'tiff' | 'avif'): Promise<Buffer> {
  const data = Uint8Array.from({ length: 200 * 160 * 3 }, (_, at) => (at * 7 + Math.floor(at / 480) ** 2) % 256)
  return sharp(data, { raw: { width: 200, height: 160, channels: 3 } })
    .toFormat(format)
    .toBuffer()
}

/** A PNG that says it is of another size. Nobody gets as far as its checksum. */
function withSize(png: Buffer, width: number, height: number): Buffer {
  const changed = Buffer.from(png)
  changed.writeUInt32BE(width, 16)
  changed.writeUInt32BE(height, 20)
  return changed
}

function gifOfSize(gif: Buffer, width: number, height: number): Buffer {
  const changed = Buffer.from(gif)
  changed.writeUInt16LE(width, 6)
  changed.writeUInt16LE(height, 8)
  return changed
}

/** All there, but what is compressed is not. */
function withNoise(png: Buffer): Buffer {
  const changed = Buffer.from(png)
  for (let at = changed.indexOf('IDAT') + 12; at < changed.length - 20; at++) changed[at] = (at * 73) % 256
  return changed
}
