import { unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { psnr, resample, type Raster } from '@reverie/image'
import { embedRecipe, extractRecipe, type JSONValue } from '@reverie/recipe'
import { drawingOf } from '../../src/collage/render.ts'
import {
  collage,
  makeRecipe,
  packLinked,
  parametersOf,
  requestOf,
  type CollageRequest,
  type RenderEvent,
  type RenderResult,
} from '../../src/index.ts'
import { createHost } from '../../src/node.ts'
import { wantedOf } from '../../src/collage/state.ts'
import { smallCollection } from './collection.ts'

const host = createHost()
const collection = await smallCollection(60)
const pieces = await collection.pieces()
const size = { width: 240, height: 160, count: 30 }

const known = new Map<string, Promise<CollageRequest>>()

/** A laid-out request; the same one is laid out once. */
function gathered(
  parameters: Record<string, unknown> = {},
  more: Partial<CollageRequest> = {},
): Promise<CollageRequest> {
  const key = JSON.stringify([parameters, more.seed])
  const found = more.collections === undefined ? known.get(key) : undefined
  const made = found ?? laidOut(parameters, more)
  known.set(key, made)
  return made
}

function laidOut(parameters: Record<string, unknown>, more: Partial<CollageRequest>): Promise<CollageRequest> {
  const request = {
    parameters: parametersOf(collage, { parameters: { ...size, ...parameters } }),
    seed: 3,
    inputs: {},
    collections: { collection },
    ...more,
  }
  return collage.gather!(request, host)
}

async function run(request: CollageRequest): Promise<{ result: RenderResult; events: RenderEvent[] }> {
  const events: RenderEvent[] = []
  const work = collage.render(request, host)
  for (;;) {
    const { done, value } = await work.next()
    if (done) return { result: value, events }
    events.push(value)
  }
}

async function pixels(request: CollageRequest): Promise<Raster> {
  const { output } = (await run(request)).result
  if (output.kind !== 'raster') throw new Error(output.kind)
  return output.raster
}

/** The request that a recipe gives, with pieces found by their content. */
async function again(request: CollageRequest): Promise<CollageRequest> {
  const { result } = await run(request)
  const recipe = makeRecipe(collage, request, result, { format: 'png' })
  const kept = JSON.parse(JSON.stringify(recipe)) as typeof recipe
  return requestOf(
    collage,
    kept,
    () => Promise.reject(new Error('no picture')),
    undefined,
    async ({ sha256 }) => {
      const piece = pieces.find((each) => each.sha256 === sha256)!
      return (await collection.original(piece.id))!
    },
  )
}

const edited = (request: CollageRequest, ...edits: JSONValue[]): CollageRequest => ({
  ...request,
  edits: [...(request.edits ?? []), ...edits],
})
const idsOf = (request: CollageRequest): string[] =>
  request.pieces!['pieces']!.map(({ sha256 }) => sha256.slice(0, 16))

describe('a collage', () => {
  it('is made of pieces like the one that is asked for, which comes first', async () => {
    const ids = idsOf(await gathered({ like: '7.png', count: 12 }))
    expect(ids[0]).toBe(pieces[7]!.id)
    expect(ids).toHaveLength(12)
    const places = ids.map((id) => pieces.findIndex((piece) => piece.id === id))
    const near = places.filter((place) => Math.min(Math.abs(place - 7), 60 - Math.abs(place - 7)) <= 15)
    expect(near.length).toBeGreaterThan(9)
  })

  it('keeps ids, never paths, in its parameters, and draws its first piece from the seed when none is named', async () => {
    expect((await gathered({ like: 'forms/7.png' })).parameters.like).toBe(pieces[7]!.id)
    const [one, other] = [await gathered(), await gathered({}, { seed: 4 })]
    expect(one.parameters.like).toMatch(/^[0-9a-f]{16}$/)
    expect(one.parameters.like).not.toBe(other.parameters.like)
  })

  it('says which pieces are not there', async () => {
    await expect(gathered({ like: 'nobody.png, 7.png' })).rejects.toThrow('has no piece "nobody.png"')
  })

  it('is the same picture when it is made again from its recipe, without the collection', async () => {
    const request = await gathered({ turn: 60, tilt: 10, shadow: 0.4, background: 'none' })
    const first = await pixels(request)
    const second = await again(request)
    expect(second.collections).toBeUndefined()
    expect(await pixels(second)).toEqual(first)
    expect(first.channels).toBe(4)
  })

  it('comes in bands that are the picture', async () => {
    const request = await gathered({ width: 200, height: 400 })
    const whole = await pixels(request)
    const { events, result } = await run({ ...request, bands: true })
    expect(result.output.kind).toBe('bands')
    const bands = events.flatMap((event) => (event.type === 'band' ? [...(event.raster.data as Uint8Array)] : []))
    expect(bands).toEqual([...whole.data])
  })

  it('reads each original once', async () => {
    collection.reads.clear()
    await pixels(await gathered({ height: 600 }))
    expect([...collection.reads.values()].every((reads) => reads === 1)).toBe(true)
  })

  it('keeps its arrangement at other sizes, and its neighbours on canvases of another form', async () => {
    const request = await gathered()
    const larger = collage.resize(request, { width: 480, height: 320 })
    const small = resample(await pixels(larger), 240, 160, 'area')
    expect(psnr(small, await pixels(request))).toBeGreaterThan(18)
    const tall = await pixels(collage.resize(request, { width: 160, height: 300 }))
    expect([tall.width, tall.height]).toEqual([160, 300])
  })

  it('says beside whom each piece should lie, without those that were taken away', async () => {
    const request = await gathered()
    const [first, second] = idsOf(request) as [string, string]
    const wanted = wantedOf(drawingOf(request).state.pieces)!
    expect(wanted.k).toBe(8)
    expect(wanted.indices).toHaveLength(8 * 30)
    const wanting = [...wanted.indices.keys()].filter((at) => wanted.indices[at] === 1)
    expect(wanting.length).toBeGreaterThan(0)
    const { state } = drawingOf(edited(request, { type: 'remove', piece: second }))
    const left = wantedOf(state.pieces)!
    expect(state.pieces[0]!.id).toBe(first)
    const removed = [...left.indices].filter((other) => other < 0)
    expect(removed).toHaveLength(wanting.filter((at) => at < 8 || at >= 16).length)
    expect(Math.max(...left.indices)).toBe(28)
  })

  it('draws an arrangement of the first version, which says nothing of neighbours', async () => {
    const request = await gathered()
    const { near, ...first } = request.edits![0] as Record<string, JSONValue>
    expect(near).toHaveLength(Math.ceil((30 * 8 * 2 * 4) / 3))
    const old = { ...request, edits: [first] }
    expect(wantedOf(drawingOf(old).state.pieces)).toBeUndefined()
    const places = ({ placements }: ReturnType<typeof drawingOf>) => placements.map(({ x, y }) => [x, y])
    expect(places(drawingOf(old))).not.toEqual(places(drawingOf(request)))
    expect(await pixels(await again(old))).toEqual(await pixels(old))
  })

  it('stays inside its shape', async () => {
    const raster = await pixels(
      await gathered({ shape: 'circle', width: 200, height: 200, background: 'none', count: 40 }),
    )
    const alpha = (x: number, y: number): number => raster.data[(y * 200 + x) * 4 + 3]!
    for (const [x, y] of [
      [2, 2],
      [197, 2],
      [2, 197],
      [197, 197],
    ] as const)
      expect(alpha(x, y)).toBe(0)
    expect(
      Array.from({ length: 40 }, (_, at) => alpha(80 + at, 100)).filter((value) => value > 0).length,
    ).toBeGreaterThan(15)
  })

  it('makes the first one large where sizes say so', async () => {
    const drawn = async (sizes: string): Promise<number> => {
      const { placements } = drawingOf(await gathered({ sizes, like: '4.png' }))
      const front = placements.at(-1)!
      expect(front.piece.id).toBe(pieces[4]!.id)
      return front.width * front.height
    }
    expect(await drawn('hero')).toBeGreaterThan(2.5 * (await drawn('even')))
  })

  it('goes on beyond the cut where there is bleed, and says its resolution', async () => {
    const request = await gathered({ bleed: 5, dpi: 100 })
    expect(collage.plan(request)).toMatchObject({ width: 280, height: 200, dpi: 100 })
    const half = collage.resize(request, { width: 140, height: 100 })
    expect(collage.plan(half)).toMatchObject({ width: 140, height: 100, dpi: 50 })
  })

  it('cuts photographs so that they fill the canvas', async () => {
    const photos = await smallCollection(40, { opaque: true })
    const request = await gathered(
      { cut: 'cell', scale: 1, background: 'none' },
      { collections: { collection: photos } },
    )
    const { data } = await pixels(request)
    const bare = Array.from({ length: data.length / 4 }, (_, at) => data[4 * at + 3]!).filter(
      (alpha) => alpha < 128,
    )
    expect(bare.length / (data.length / 4)).toBeLessThan(0.03)
  })

  it('is a film from the map to its places that ends as the picture is', async () => {
    const laid = await gathered()
    const request = { ...laid, parameters: { ...laid.parameters, frames: 3 } }
    const { events, result } = await run(request)
    expect(result.output).toMatchObject({ kind: 'film', frames: 3, width: 240, height: 160 })
    const frames = events.flatMap((event) => (event.type === 'frame' ? [event.raster] : []))
    const still = await pixels(await gathered())
    expect(psnr(frames[2]!, still)).toBeGreaterThan(20)
    expect(psnr(frames[0]!, still)).toBeLessThan(psnr(frames[2]!, still) - 3)
  })

  it('tells of a piece that cannot be read', async () => {
    const request = await gathered()
    const broken = { ...request.pieces!['pieces']![0]!, read: async () => new Uint8Array([1, 2, 3]) }
    const rest = request.pieces!['pieces']!.slice(1)
    await expect(run({ ...request, pieces: { pieces: [broken, ...rest] } })).rejects.toThrow(
      `The piece "${broken.name}" cannot be drawn`,
    )
  })
})

describe('edits', () => {
  it('do what they say, and open again', async () => {
    const request = await gathered()
    const [first, second, third, fourth] = idsOf(request) as [string, string, string, string]
    const made = edited(
      request,
      { type: 'move', piece: second, x: 0.25, y: 0.5 },
      { type: 'scale', piece: second, factor: 2 },
      { type: 'turn', piece: third, degrees: 30 },
      { type: 'remove', piece: fourth },
      { type: 'hero', piece: third },
      { type: 'settle' },
    )
    const { placements, state } = drawingOf(made)
    const of = (id: string) => placements.find(({ piece }) => piece.id === id)!
    expect(of(second).x).toBeCloseTo(60, 6)
    expect(of(second).y).toBeCloseTo(80, 6)
    expect(of(third).angle).toBe(30)
    expect(placements.at(-1)!.piece.id).toBe(third)
    expect(state.pieces.map(({ id }) => id)).not.toContain(fourth)
    expect(of(first)).toBeDefined()
    expect(await pixels(await again(made))).toEqual(await pixels(made))
  })

  it('undo by going back in the log', async () => {
    const request = await gathered()
    const moved = edited(request, { type: 'move', piece: idsOf(request)[3]!, x: 0.9, y: 0.9 }, { type: 'settle' })
    const { edits = [] } = moved
    expect(await pixels({ ...moved, edits: edits.slice(0, 1) })).toEqual(await pixels(request))
  })

  it('refuse pieces that are not there, and logs that cannot be read', async () => {
    const request = await gathered()
    expect(() => drawingOf(edited(request, { type: 'remove', piece: '0123456789abcdef' }))).toThrow(
      'is not in this collage',
    )
    expect(() => drawingOf(edited(request, { type: 'explode' }))).toThrow('Edit 2 of this collage cannot be read')
    const [arrange] = request.edits as { places: string }[]
    const damaged = { ...arrange!, places: arrange!.places.slice(4) } as unknown as JSONValue
    expect(() => drawingOf({ ...request, edits: [damaged] })).toThrow('is damaged')
    expect(() => drawingOf({ ...request, edits: [{ ...arrange!, near: 'AAAA' }] })).toThrow('is damaged')
  })
})

describe('exports', () => {
  it('are drawings with a picture for each piece', async () => {
    const request = await gathered({ count: 12, cut: 'circle', bleed: 3 })
    const svg = new TextDecoder().decode(await collage.export!(request, 'svg', host))
    expect(svg.match(/<image /g)).toHaveLength(12)
    expect(svg).toContain('data:image/png;base64,')
    expect(svg).toContain('mm"')
    const linked = new TextDecoder().decode(await collage.export!(request, 'svg-linked', host))
    expect(linked).toContain('xlink:href="pieces/')
    expect(linked.length).toBeLessThan(svg.length / 2)
  })

  it('are packed with the pieces that they link to, those of one name apart, those taken out left out', async () => {
    const whole = await gathered({ count: 12 })
    const given = whole.pieces!['pieces']!
    const one = given.map((piece, at) =>
      at % 2 === 0 ? { ...piece, name: at % 4 === 0 ? 'a b.png' : 'A B.PNG' } : piece,
    )
    const gone = idsOf(whole)[0]!
    const request = edited({ ...whole, pieces: { pieces: one } }, { type: 'remove', piece: gone })
    const drawing = await collage.export!(request, 'svg-linked', host)
    const archive = await packLinked(drawing, one, host)
    const files = unzipSync(new Uint8Array(await archive.arrayBuffer()))
    const links = [...new TextDecoder().decode(drawing).matchAll(/xlink:href="([^"]+)"/g)]
    expect(new Set(links.map(([, link]) => decodeURIComponent(link!)))).toEqual(
      new Set(Object.keys(files).filter((name) => name !== 'collage.svg')),
    )
    expect(Object.keys(files)).toHaveLength(12)
    expect(files['collage.svg']).toEqual(drawing)
    for (const piece of one.filter(({ sha256 }) => !sha256.startsWith(gone))) {
      const bytes = await piece.read()
      expect(Object.values(files).some((file) => Buffer.compare(file, bytes) === 0)).toBe(true)
    }
  })

  it('are pages with bleed, cut and soft masks, and carry their recipe', async () => {
    const request = await gathered({ count: 12, bleed: 3, dpi: 100 })
    const pdf = await collage.export!(request, 'pdf', host)
    const text = Buffer.from(pdf).toString('latin1')
    const [, right, top] = /\/BleedBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(text)!
    expect(Number(right)).toBeCloseTo((264 * 72) / 100, 3)
    expect(Number(top)).toBeCloseTo((184 * 72) / 100, 3)
    expect(text).toContain('/TrimBox [8.64 8.64')
    expect(text.match(/\/SMask/g)).toHaveLength(12)
    expect(Buffer.from(await collage.export!(request, 'pdf', host)).equals(Buffer.from(pdf))).toBe(true)
    const recipe = makeRecipe(
      collage,
      request,
      {
        parameters: request.parameters,
        models: [],
        environment: {},
        output: { kind: 'vector', width: 264, height: 184 },
      },
      { format: 'pdf' },
    )
    const work = embedRecipe(pdf, recipe)
    expect(extractRecipe(work)).toEqual(recipe)
    expect(Buffer.from(embedRecipe(work, recipe)).equals(Buffer.from(work))).toBe(true)
  })
})
