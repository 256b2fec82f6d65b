import { mkdirSync, writeFileSync } from 'node:fs'
import { writeImage } from '@reverie/image/node'
import type { Raster } from '@reverie/image'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createProgram } from '../src/program.ts'
import { openDesk } from './run.ts'

const desk = openDesk()
const kept = desk.path('kept')
afterAll(() => desk.clear())

type Color = readonly [number, number, number]
const RED: Color = [210, 30, 40]
const BLUE: Color = [30, 60, 200]

/** Discs or stripes of a colour on nothing. */
function drawing(kind: 'disc' | 'stripes', color: Color, size: number): Raster {
  const data = new Uint8Array(size * size * 4)
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      const inside = kind === 'disc' ? Math.hypot(x - size / 2, y - size / 2) < size * 0.45 : (x >> 3) % 2 === 0
      if (inside) data.set([...color, 255], (y * size + x) * 4)
    }
  return { width: size, height: size, channels: 4, depth: 8, data }
}

async function save(path: string, raster: Raster): Promise<void> {
  writeFileSync(path, await writeImage(raster, { format: 'png' }))
}

interface Answer {
  readonly hits: {
    readonly id: string
    readonly path: string
    readonly distance: number
    readonly why: { readonly tags: string[]; readonly colors: { found: string }[]; readonly example?: string }
  }[]
}

/** The command in this process, which spares the start of another. */
async function search(...words: string[]): Promise<Answer> {
  let answered: object | undefined
  const call = {
    signal: new AbortController().signal,
    now: () => performance.now(),
    answer: (value: object) => void (answered = value),
  }
  const program = await createProgram('search', '0', call)
  await program.parseAsync(['search', ...words, '--json'], { from: 'user' })
  return answered as Answer
}

describe('reverie search', () => {
  beforeAll(async () => {
    for (const folder of ['discs', 'stripes']) mkdirSync(desk.path('pieces', folder), { recursive: true })
    await save(desk.path('pieces', 'discs', 'sunset.png'), drawing('disc', RED, 120))
    await save(desk.path('pieces', 'discs', 'ocean.png'), drawing('disc', BLUE, 110))
    await save(desk.path('pieces', 'discs', 'moon.png'), drawing('disc', [220, 220, 180], 100))
    await save(desk.path('pieces', 'stripes', 'flag.png'), drawing('stripes', RED, 120))
    await save(desk.path('pieces', 'stripes', 'prison.png'), drawing('stripes', [40, 40, 40], 120))
    await save(desk.path('elsewhere.png'), drawing('disc', [200, 40, 60], 90))
    const { code, err } = await desk.reverie('collect', 'pieces', '-o', 'kept', '--model', 'mobilenet')
    if (code !== 0) throw new Error(err)
  })

  it('finds pieces like a picture from elsewhere, and says why', async () => {
    const { hits } = await search(kept, '--like', desk.path('elsewhere.png'), '-k', '3')
    expect(hits).toHaveLength(3)
    expect(hits[0]!.path).toBe('discs/sunset.png')
    expect(hits[0]!.why.example).toBe(desk.path('elsewhere.png'))
    expect(hits[0]!.why.colors[0]!.found).toBe('#d21e28')
    expect(hits.map(({ distance }) => distance)).toEqual(
      hits.map(({ distance }) => distance).toSorted((a, b) => a - b),
    )
  })

  it('takes pieces by path and by the beginning of an id, likes and dislikes, and a slider', async () => {
    const { hits: all } = await search(kept, '--like', 'stripes/flag.png', '--weight', 'subject=1,color=0')
    expect(all[0]!.path).toBe('stripes/prison.png')
    expect(all[0]!.why.tags).toContain('stripes')
    const { hits: colors } = await search(
      kept,
      '--like',
      'stripes/flag.png',
      '--weight',
      'subject=0,color=1',
      '-k',
      '1',
    )
    expect(colors[0]!.path).toBe('discs/sunset.png')
    const { hits } = await search(kept, '--like', colors[0]!.id.slice(0, 10), '--unlike', 'discs/moon.png')
    expect(hits.map(({ path }) => path)).not.toContain('discs/moon.png')
  })

  it('finds words and colours within a filter', async () => {
    expect((await search(kept, '--text', 'ocean')).hits.map(({ path }) => path)).toEqual(['discs/ocean.png'])
    const { hits } = await search(kept, '--color', 'crimson', '--filter', 'tag:discs', '-k', '1')
    expect(hits.map(({ path }) => path)).toEqual(['discs/sunset.png'])
  })

  it('finds a way from one piece to another', async () => {
    const { hits } = await search(kept, '--from', 'discs/moon.png', '--to', 'stripes/prison.png')
    expect(hits[0]!.path).toBe('discs/moon.png')
    expect(hits.at(-1)!.path).toBe('stripes/prison.png')
  })

  it('says all that is wrong with a call at once, and what is not there', async () => {
    const wrong = search(kept, '--color', 'reddish', '--weight', 'size=2', '-k', '0')
    await expect(wrong).rejects.toMatchObject({
      problems: [
        expect.stringContaining('no weight "size"'),
        expect.stringContaining('-k takes a whole number'),
        expect.stringContaining('not "reddish"'),
      ],
    })
    await expect(search(kept, '--like', 'nothing.png')).rejects.toThrow('"nothing.png" is no file')
    await expect(search(desk.path('pieces'), '--text', 'a')).rejects.toThrow('no collection')
  })

  it('that finds nothing says what there is', async () => {
    const { code, err } = await desk.reverie('search', 'kept', '--text', 'zeppelin')
    expect([code, err]).toEqual([
      0,
      expect.stringMatching(
        /Nothing has all of "zeppelin" in its title, author and tags\. .* tags are discs \(3\)/,
      ),
    ])
  })

  it('prints one object', async () => {
    const { code, out } = await desk.reverie('search', 'kept', '--text', 'moon', '--json')
    expect(code).toBe(0)
    expect((JSON.parse(out) as Answer).hits.map(({ path }) => path)).toEqual(['discs/moon.png'])
  })
})
