import { mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { folderFiles, writeBundle, type Piece } from '@reverie/collection/node'
import type { Raster } from '@reverie/image'
import { writeImage } from '@reverie/image/node'
import { sha256 } from '@reverie/recipe'
import { createProgram } from '../src/program.ts'
import { readPaperSize } from '../src/sizes.ts'
import { openDesk } from './run.ts'

const desk = openDesk()
const kept = desk.path('kept')
const count = 24
process.env['XDG_CACHE_HOME'] = desk.path('.cache')
afterAll(() => desk.clear())

interface Answer {
  readonly out: string
  readonly width: number
  readonly recipe: { readonly parameters: Record<string, unknown>; readonly inputs: Record<string, unknown[]> }
  readonly same?: boolean
}

/** The command in this process, which spares the start of another. */
async function reverie(...words: string[]): Promise<Answer> {
  let answered: object | undefined
  const call = {
    signal: new AbortController().signal,
    now: () => performance.now(),
    answer: (value: object) => void (answered = value),
  }
  const program = await createProgram(words[0], '0', call)
  await program.parseAsync([...words, '--json', '--quiet'], { from: 'user' })
  return answered as Answer
}

/** An ellipse on nothing, of another colour each time. */
function ellipse(number: number, width: number, height: number): Raster {
  const data = new Uint8Array(width * height * 4)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const inside = ((2 * x) / width - 1) ** 2 + ((2 * y) / height - 1) ** 2 < 1
      if (inside)
        data.set([(number * 53) % 256, (number * 97) % 256, (number * 31) % 256, 255], (y * width + x) * 4)
    }
  return { width, height, channels: 4, depth: 8, data }
}

/** Writes pictures, and a collection of them as "reverie collect" leaves one. */
beforeAll(async () => {
  mkdirSync(desk.path('pictures'), { recursive: true })
  mkdirSync(kept)
  const pieces: Piece[] = []
  const vectors = new Float32Array(count * 4)
  for (let at = 0; at < count; at++) {
    const raster = ellipse(at, 40 + at, 48)
    const bytes = await writeImage(raster, { format: 'png' })
    writeFileSync(desk.path('pictures', `piece ${at}.png`), bytes)
    const hash = await sha256(bytes)
    const angle = (2 * Math.PI * at) / count
    vectors.set([Math.cos(angle) / Math.SQRT2, Math.sin(angle) / Math.SQRT2, Math.SQRT1_2, 0], at * 4)
    pieces.push({
      id: hash.slice(0, 16),
      sha256: hash,
      path: `piece ${at}.png`,
      paths: [`piece ${at}.png`],
      source: 'pictures',
      width: raster.width,
      height: raster.height,
      bytes: bytes.length,
      format: 'png',
      title: `Piece ${at}`,
      author: 'Ada',
      link: 'https://example.org/',
      license: 'CC0-1.0',
      tags: [],
      year: null,
      edited: [],
      phash: BigInt.asUintN(64, BigInt(at) * 0x9e37_79b9_7f4a_7c15n),
      colors: new Float32Array(20),
      palette: new Float32Array(64),
      silhouette: { coverage: 1, box: [0, 0, 1, 1], mask: new Uint8Array(1024).fill(255) },
      removed: false,
    })
  }
  await writeBundle(folderFiles(kept), {
    name: 'shapes',
    pieces,
    imprints: { count, dimensions: 4, vectors },
    layouts: [],
  })
  const description = {
    format: 1,
    name: 'shapes',
    model: { id: 'inception', sha256: '0'.repeat(64), dimensions: 4 },
    sources: [{ name: 'pictures', kind: 'folder', location: '../pictures' }],
    bundled: true,
  }
  writeFileSync(desk.path('kept', 'collection.json'), JSON.stringify(description))
})

describe('reverie collage', () => {
  it('makes a picture with its credits, which comes out the same again', async () => {
    const out = desk.path('collage.png')
    const credits = desk.path('credits.csv')
    const made = await reverie(
      'collage',
      kept,
      '--like',
      'piece 3.png',
      '-n',
      '12',
      '--size',
      '200x120',
      '--credits',
      credits,
      '-o',
      out,
    )
    expect([made.width, made.recipe.inputs['pieces']?.length]).toEqual([200, 12])
    expect(made.recipe.parameters['like']).toMatch(/^[0-9a-f]{16}$/)
    const sheet = readFileSync(credits, 'utf8').split('\r\n')
    expect(sheet[0]).toBe('id,file,title,author,link,licence')
    expect(sheet[1]).toMatch(/^[0-9a-f]{16},piece 3.png,Piece 3,Ada,https:\/\/example.org\/,CC0-1.0$/)
    expect(await reverie('verify', out)).toMatchObject({ same: true })
  })

  it('says what a ground and a size may be, in the words of the call', async () => {
    const ground = reverie('collage', kept, '--background', 'mauve', '-o', desk.path('no.png'))
    await expect(ground).rejects.toMatchObject({
      problems: ['--background takes a colour as in "#fff" or "#102030", or none, not "mauve".'],
    })
    const size = reverie('collage', kept, '--size', '10', '-o', desk.path('no.png'))
    await expect(size).rejects.toMatchObject({
      problems: ['--size takes sides of 16 to 100000 pixels, and "10" has 10.'],
    })
  })

  it('finds its pieces in the folders that are named, when the collection is gone', async () => {
    const out = desk.path('again.png')
    await reverie('collage', kept, '-n', '12', '--size', '160x100', '-o', out)
    renameSync(kept, desk.path('moved'))
    try {
      // Of many a few are named.
      await expect(reverie('verify', out)).rejects.toThrow(
        /1[12] inputs, such as (?:"[^"]+" \(SHA-256 \w{64}\), ){3}are not in the input store\. .* or a collection/,
      )
      expect(await reverie('verify', out, '--inputs', desk.path('pictures'))).toMatchObject({ same: true })
      expect(await reverie('verify', out, '--inputs', desk.path('moved'))).toMatchObject({ same: true })
    } finally {
      renameSync(desk.path('moved'), kept)
    }
  })

  it('writes drawings and prints that verify', async () => {
    for (const name of ['collage.svg', 'collage.pdf']) {
      const made = await reverie(
        'collage',
        kept,
        '-n',
        '10',
        '--size',
        '60x40mm',
        '--dpi',
        '100',
        '--bleed',
        '3',
        '-o',
        desk.path(name),
      )
      expect(made.width).toBe(236 + 24)
      expect(await reverie('verify', desk.path(name))).toMatchObject({ same: true })
    }
  })

  it('refuses what cannot be meant, all at once', async () => {
    await expect(reverie('collage', kept, '--size', 'large', '-n', '5', '--credits', 'x.doc')).rejects.toThrow(
      /--size takes[^]*--credits takes[^]*--count takes a whole number from 10 to 3000/,
    )
    await expect(reverie('collage', kept, '--like', 'nobody')).rejects.toThrow('has no piece "nobody"')
    await expect(reverie('collage')).rejects.toThrow('Give a collection')
    await expect(reverie('collage', desk.path('pictures'))).rejects.toThrow('collection')
  })

  it('leaves nothing half-written when it is interrupted', async () => {
    mkdirSync(desk.path('prints'))
    const { child, ended } = desk.start('collage', kept, '-n', '10', '--size', '9000', '-o', 'prints/print.png')
    for (let tries = 0; tries < 400 && readdirSync(desk.path('prints')).length === 0; tries++) await wait(25)
    expect(readdirSync(desk.path('prints'))).toHaveLength(1)
    child.kill('SIGINT')
    expect((await ended).code).toBe(130)
    expect(readdirSync(desk.path('prints'))).toEqual([])
  })
})

describe('sizes', () => {
  it('are pixels, paper, or lengths', () => {
    expect(readPaperSize('1920x1080', 300)).toEqual({ width: 1920, height: 1080, paper: false })
    expect(readPaperSize('800', 300)).toEqual({ width: 800, height: 800, paper: false })
    expect(readPaperSize('A4', 300)).toEqual({ width: 2480, height: 3508, paper: true })
    expect(readPaperSize('a4-landscape', 72)).toEqual({ width: 842, height: 595, paper: true })
    expect(readPaperSize('50.8 x 25.4mm', 100)).toEqual({ width: 200, height: 100, paper: true })
    expect(readPaperSize('a9', 100)).toBeUndefined()
    expect(readPaperSize('toString', 100)).toBeUndefined()
  })
})
