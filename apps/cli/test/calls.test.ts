import { readdirSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { crc32, deflateSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDesk, sample } from './run.ts'

const desk = openDesk()
afterAll(() => desk.clear())

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
}

beforeAll(async () => {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(30_000, 0)
  header.writeUInt32BE(30_000, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  writeFileSync(
    desk.path('huge.png'),
    Buffer.concat([
      signature,
      pngChunk('IHDR', header),
      pngChunk('IDAT', deflateSync(Buffer.alloc(1000))),
      pngChunk('IEND', Buffer.alloc(0)),
    ]),
  )
  writeFileSync(desk.path('empty.png'), '')
  writeFileSync(desk.path('drawing.svg'), '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
  writeFileSync(desk.path('cut.jpg'), (await readFile(sample('rocket.jpg'))).subarray(0, 20_000))
})

const brought = ['cut.jpg', 'drawing.svg', 'empty.png', 'huge.png']

/** What there is to see after a call. */
function seen({ code, out, err }: Awaited<ReturnType<typeof desk.reverie>>) {
  const files = readdirSync(desk.folder).filter((name) => name !== '.cache')
  return {
    code,
    out,
    lines: err.trimEnd().split('\n').length,
    stack: /\bat .*:\d+:\d+/.test(err),
    files: files.sort(),
  }
}

/** One sentence, no stack, nothing on standard output, nothing left behind. */
const oneSentence = (code: number) => ({ code, out: '', lines: 1, stack: false, files: brought })

describe('bad input is met with one sentence', () => {
  test.each([
    ['a truncated JPEG', 'cut.jpg', /^reverie: "cut\.jpg" is cut off/],
    ['the header of a PNG of 30,000 × 30,000', 'huge.png', /^reverie: "huge\.png" says it is 30000 × 30000/],
    ['an SVG', 'drawing.svg', /^reverie: "drawing\.svg" is an SVG/],
    ['an empty file', 'empty.png', /^reverie: "empty\.png" is empty/],
    ['a missing file', 'nowhere.png', /^reverie: There is no file "nowhere\.png"/],
  ])('%s: exit code 1', async (_, name, words) => {
    const outcome = await desk.reverie('dream', name, '-o', 'out.png')
    expect(outcome.err).toMatch(words)
    expect(seen(outcome)).toEqual(oneSentence(1))
  })

  test.each([
    ['layer', ['--layers', 'mixed9'], /Layer "mixed9" is not in model "inception"\. It has: .*mixed3/],
    ['flag', ['--octavs', '2'], /no option --octavs\. Did you mean --octaves\?/],
    ['value', ['--octaves', 'many'], /--octaves takes a whole number from 1 to 12, not "many"/],
    ['model', ['--model', 'incepton'], /no model "incepton"/],
    ['format', ['--out', 'out.bmp'], /"out\.bmp" does not end in a picture format/],
    ['number of values', ['--steps'], /--steps needs a value/],
  ])('a wrong %s: exit code 2', async (_, words, sentence) => {
    const outcome = await desk.reverie('dream', sample('chelsea.png'), ...words)
    expect(outcome.err).toMatch(sentence)
    expect(seen(outcome)).toEqual(oneSentence(2))
  })

  test('a wrong command: exit code 2', async () => {
    const outcome = await desk.reverie('draem', 'x.png')
    expect(outcome.err).toMatch(/no command "draem"\. Did you mean "dream"\?/)
    expect(seen(outcome)).toEqual(oneSentence(2))
  })

  test.each(['verify', 'render', 'recipe'])('%s of a picture without a recipe: exit code 1', async (command) => {
    const outcome = await desk.reverie(command, sample('chelsea.png'))
    expect(outcome.err).toMatch(/"chelsea\.png" holds no recipe/)
    expect(seen(outcome)).toEqual(oneSentence(1))
  })
})

test('all problems of a call come at once', async () => {
  const { code, err } = await desk.reverie(
    'dream',
    'nowhere.png',
    '--steps',
    '0',
    '--preset',
    'x',
    '--seed',
    '-1',
    '--bananas',
    '--guide',
    'gone.png',
  )
  expect(code).toBe(2)
  for (const words of [
    /--bananas/,
    /--steps takes a whole number/,
    /no preset "x"/,
    /--seed takes/,
    /"nowhere\.png"/,
    /"gone\.png" for --guide/,
  ]) {
    expect(err).toMatch(words)
  }
  expect(err.trimEnd().split('\n')).toHaveLength(6)
})

test('with --json problems are the one object on standard output', async () => {
  const { code, out } = await desk.reverie('dream', 'nowhere.png', '--json')
  expect({ code, answer: JSON.parse(out) }).toEqual({
    code: 1,
    answer: { problems: [expect.stringContaining('nowhere.png')] },
  })
})

test('a stack is shown to those who ask for one', async () => {
  const debugging = openDesk({ REVERIE_DEBUG: '1' })
  expect((await debugging.reverie('verify', sample('chelsea.png'))).err).toMatch(/\bat .*:\d+:\d+/)
  debugging.clear()
})
