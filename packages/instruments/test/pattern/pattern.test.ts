/** The instrument as the command line and the Studio see it; what its pixels are is tested beside kernel and networks. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Raster } from '@reverie/image'
import { extractRecipe, sha256 } from '@reverie/recipe'
import { testCard } from '@reverie/testing'
import { afterAll, describe, expect, test } from 'vitest'
import {
  createHost,
  crossPatterns,
  make,
  makeRecipe,
  parametersOf,
  pattern,
  patternVariations,
  requestOf,
  type PatternRequest,
  type RenderEvent,
  type RenderResult,
} from '../../src/node.ts'
import { rendered } from '../../src/make.ts'
import { farthest, input, meanDifference } from '../material.ts'

const host = createHost()
afterAll(() => host.dispose())

function request(parameters: Record<string, unknown> = {}, more: Partial<PatternRequest> = {}): PatternRequest {
  const small = { width: 64, height: 48, ...parameters }
  return { parameters: parametersOf(pattern, { parameters: small }), seed: 1, inputs: {}, ...more }
}

async function drawn(
  asked: PatternRequest,
  previews = false,
): Promise<{ result: RenderResult; events: RenderEvent[]; raster: Raster }> {
  const events: RenderEvent[] = []
  const result = await rendered(pattern, asked, { ...host, previews }, (event) => events.push(event))
  const last = events.findLast((event) => event.type === 'frame' || event.type === 'band')
  return { result, events, raster: result.output.kind === 'raster' ? result.output.raster : last!.raster }
}

describe('a still', () => {
  test('is the same for the same request, and another one for another seed', async () => {
    const { raster } = await drawn(request())
    expect(raster).toMatchObject({ width: 64, height: 48, channels: 3, depth: 8 })
    expect(farthest(raster, (await drawn(request())).raster)).toBe(0)
    expect(farthest(raster, (await drawn(request({}, { seed: 2 }))).raster)).toBeGreaterThan(20)
  })

  test('in bands is the same picture, from top to bottom', async () => {
    const asked = request({ width: 500, height: 700, samples: 2 })
    const whole = (await drawn(asked)).raster
    const { result, events } = await drawn({ ...asked, bands: true })
    const bands = events.flatMap((event) => (event.type === 'band' ? [event] : []))
    expect(bands.length).toBeGreaterThan(1)
    let top = 0
    for (const band of bands) {
      expect(band.top).toBe(top)
      const rows = whole.data.subarray(top * 500 * 3, (top + band.raster.height) * 500 * 3)
      expect(Buffer.compare(band.raster.data as Uint8Array, rows as Uint8Array)).toBe(0)
      top += band.raster.height
    }
    expect([top, result.output]).toEqual([700, { kind: 'bands', width: 500, height: 700, channels: 3, depth: 8 }])
  })

  test('of 16 bits is the one of 8 bits with more between', async () => {
    const { raster } = await drawn(request({}, { depth: 16 }))
    const eight = (await drawn(request())).raster
    expect(raster.depth).toBe(16)
    raster.data.forEach((value, at) => expect(Math.abs(value / 257 - eight.data[at]!)).toBeLessThanOrEqual(0.502))
  })

  test('is previewed small first, and previews change nothing', async () => {
    const asked = request({ width: 900, height: 600 })
    const { events, raster } = await drawn(asked, true)
    const sizes = events.flatMap((event) =>
      event.type === 'preview' ? [`${event.raster.width} × ${event.raster.height}`] : [],
    )
    expect(sizes).toEqual(['96 × 64', '384 × 256'])
    expect(farthest(raster, (await drawn(asked)).raster)).toBe(0)
    const done = events.flatMap((event) => (event.type === 'progress' ? [event.done / event.total] : []))
    expect([done.at(-1), done.every((share, at) => at === 0 || share > done[at - 1]!)]).toEqual([1, true])
  })

  test('can be stopped', async () => {
    const abort = new AbortController()
    const work = pattern.render(request({ width: 2000, height: 2000 }, { signal: abort.signal, bands: true }), host)
    await work.next()
    abort.abort(new Error('Enough.'))
    const rest = async () => {
      for (let step = await work.next(); !step.done; step = await work.next());
    }
    await expect(rest()).rejects.toThrow('Enough.')
  })
})

test('what is planned is what is made', async () => {
  for (const parameters of [{}, { frames: 3 }, { variations: 4 }, { compat: 'netart', height: 10 }]) {
    const asked = request(parameters)
    const plan = pattern.plan(asked)
    const { result, raster } = await drawn(asked)
    expect([raster.width, raster.height]).toEqual([plan.width, plan.height])
    expect(result.output.kind).toBe(plan.kind)
    if (result.output.kind === 'film') expect(result.output).toMatchObject({ frames: plan.frames, fps: plan.fps })
  }
  expect(pattern.plan(request()).long).toBe(false)
  expect(pattern.plan(request({ width: 20_000, height: 20_000 })).long).toBe(true)
})

test('another size shows the same', async () => {
  const larger = pattern.resize(request(), { width: 128, height: 96 })
  const every = (await drawn(larger)).raster
  const small = (await drawn(request({ samples: 2 }))).raster
  const halved: Raster = { ...small, data: small.data.map((_, at) => meanAt(every, at)) }
  expect(meanDifference(halved, small)).toBeLessThan(3)
  expect(() => pattern.resize(request({ compat: 'netart' }), { width: 9, height: 8 })).toThrow(/draws squares/)
})

/** The mean of the four pixels of the larger picture at a place of the smaller one. */
function meanAt(larger: Raster, at: number): number {
  const [channel, column, row] = [at % 3, Math.floor(at / 3) % 64, Math.floor(at / 192)]
  const value = (x: number, y: number): number => larger.data[((2 * row + y) * 128 + 2 * column + x) * 3 + channel]!
  return (value(0, 0) + value(1, 0) + value(0, 1) + value(1, 1)) / 4
}

describe('a loop', () => {
  const loop = request({ frames: 12, swing: 1 })

  test('goes on where it was stopped, with the same frames', async () => {
    const { events } = await drawn(loop)
    const frames = events.flatMap((event) => (event.type === 'frame' ? [event.raster] : []))
    expect(frames).toHaveLength(12)
    const rest = await drawn({ ...loop, resume: { frame: 10, previous: frames[9]! } })
    const again = rest.events.flatMap((event) => (event.type === 'frame' ? [event] : []))
    expect(again.map(({ index }) => index)).toEqual([10, 11])
    expect(farthest(again[1]!.raster, frames[11]!)).toBe(0)
  })

  test('begins with the still, and its last frame is as near to its first as frames are', async () => {
    const { events } = await drawn(loop)
    const frames = events.flatMap((event) => (event.type === 'frame' ? [event.raster] : []))
    expect(farthest(frames[0]!, (await drawn(request({ swing: 1 }))).raster)).toBe(0)
    const steps = frames.map((frame, at) => meanDifference(frame, frames[(at + 1) % frames.length]!))
    expect(steps.at(-1)).toBeLessThanOrEqual(Math.max(...steps.slice(0, -1)))
  })
})

describe('a path', () => {
  const path = '0.5,-0.5; 1,1; -1,0.25'

  test('is where the latents are, frame by frame', async () => {
    const { events } = await drawn(request({ frames: 3, path }))
    const frames = events.flatMap((event) => (event.type === 'frame' ? [event.raster] : []))
    for (const [index, place] of path.split(';').entries()) {
      const still = await drawn(request({ z: place.split(',').map(Number), swing: 0 }))
      expect(farthest(frames[index]!, still.raster)).toBe(0)
    }
  })

  test('is refused where there is another number of latents, and in shaders', async () => {
    await expect(drawn(request({ frames: 3, path: '1,2,3' }))).rejects.toThrow(
      'has 3 numbers, and there are 2 latents',
    )
    await expect(pattern.export!(request({ frames: 3, path }), 'glsl', host)).rejects.toThrow(
      '"glsl" moves the latents',
    )
  })
})

describe('breeding', () => {
  test('a sheet shows the works that its variations are', async () => {
    const asked = request({ variations: 4 })
    const works = patternVariations(asked)
    expect(works).toHaveLength(4)
    const { raster } = await drawn(asked)
    const first = (await drawn(works[0]!)).raster
    const corner = Array.from({ length: 64 * 3 }, (_, at) => raster.data[(12 * raster.width + 12) * 3 + at])
    expect(corner).toEqual([...first.data.subarray(0, 64 * 3)])
  })

  test('a child has something of both parents, and its recipe makes it again', async () => {
    const [one, other] = patternVariations(request({ variations: 9 }))
    const child = crossPatterns([one!, other!], 5)
    const { result, raster } = await drawn(child)
    const recipe = makeRecipe(pattern, child, result, { format: 'png' })
    expect(recipe.edits).toEqual(child.edits)
    const again = await requestOf(pattern, recipe, () => Promise.reject(new Error('There is no input.')))
    expect(farthest(raster, (await drawn(again)).raster)).toBe(0)
    for (const parent of [one!, other!]) expect(farthest(raster, (await drawn(parent)).raster)).toBeGreaterThan(0)
  })
})

describe('inputs', () => {
  test('the extra picture leads the pattern, whatever its depth and channels', async () => {
    const led = async (raster: Raster) => (await drawn(request({}, { inputs: { image: [input(raster)] } }))).raster
    const plain = testCard(40, 30)
    const { data } = plain
    const deep: Raster = { ...plain, depth: 16, data: Uint16Array.from(data, (value) => value * 257) }
    const opaque: Raster = {
      ...plain,
      channels: 4,
      data: Uint8Array.from({ length: (data.length / 3) * 4 }, (_, at) =>
        at % 4 === 3 ? 255 : data[Math.floor(at / 4) * 3 + (at % 4)]!,
      ),
    }
    const one = await led(plain)
    expect(farthest(one, (await drawn(request())).raster)).toBeGreaterThan(0)
    expect(farthest(one, await led(deep))).toBe(0)
    expect(farthest(one, await led(opaque))).toBe(0)
  })

  test('a network file is recorded by its content and found again by it', async () => {
    const bytes = await pattern.export!(request(), 'json', host)
    const file = { bytes, sha256: await sha256(bytes), name: 'mine.json' }
    const asked = request({}, { files: { network: [file] } })
    const { result, raster } = await drawn(asked)
    expect(farthest(raster, (await drawn(request())).raster)).toBe(0)
    const recipe = makeRecipe(pattern, asked, result, { format: 'png' })
    expect(recipe.inputs).toEqual({ network: [{ name: 'mine.json', sha256: file.sha256 }] })
    const noPicture = () => Promise.reject(new Error('A network is no picture.'))
    const again = await requestOf(pattern, recipe, noPicture, () => Promise.resolve(file))
    expect(farthest(raster, (await drawn(again)).raster)).toBe(0)
  })

  test('works of networks in several files are of one network where all of them are the same', () => {
    const shard = (sha256: string) => ({ name: 'part', sha256, bytes: new Uint8Array() })
    const of = (weights: string): PatternRequest =>
      request({}, { files: { network: [shard('model'), shard(weights)] } })
    expect(crossPatterns([of('one'), of('one')], 2).edits).toHaveLength(1)
    expect(() => crossPatterns([of('one'), of('two')], 2)).toThrow(/same file/)
  })

  test('a picture of one colour is no palette', async () => {
    const red: Raster = { width: 1, height: 1, channels: 3, depth: 8, data: Uint8Array.of(255, 0, 0) }
    await expect(
      pattern.resolve(request({}, { inputs: { palette: [input(red, 'red.png')] } }), host),
    ).rejects.toThrow('A palette needs two colours, and the picture "red.png" is of one, #ff0000.')
  })

  test('all that is wrong is said at once', async () => {
    const wrong = request(
      { palette: 'ashes', activations: 'tanh,tanx' },
      { inputs: { guide: [input(testCard(8, 8))], palette: [] }, files: { sketch: [] } },
    )
    await expect(pattern.resolve(wrong, host)).rejects.toThrow(
      /no input "guide"[^]*no input "sketch"[^]*Built in are[^]*"tanx"/,
    )
  })
})

test('the environment names arithmetic and kernel, and no machine', async () => {
  const plain = await pattern.environment(request(), host)
  expect(plain).toEqual({ arithmetic: 'float32', kernel: expect.stringMatching(/^[0-9a-f]{64}$/) })
  expect(await pattern.environment(request({ compat: 'netart' }), host)).toMatchObject({ arithmetic: 'netart' })
  expect((await drawn(request())).result.environment).toEqual(plain)
})

test('an estimate grows with the pixels, and bands need little memory', async () => {
  const small = await pattern.estimate(request({ width: 500, height: 500 }), host)
  const large = request({ width: 20_000, height: 20_000 }, { bands: true })
  const { seconds, bytes } = await pattern.estimate(large, host)
  expect(seconds).toBeGreaterThan(20 * small.seconds)
  expect(bytes).toBeLessThan(1e9)
  expect((await pattern.estimate({ ...large, bands: undefined as never }, host)).bytes).toBeGreaterThan(1e9)
})

test('three lines make a pattern into a file that holds its recipe', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'reverie-pattern-'))
  try {
    const network = await pattern.export!(request(), 'onnx', host)
    await writeFile(join(folder, 'net.onnx'), network)
    const out = join(folder, 'pattern.png')
    const { recipe } = await make(pattern, {
      inputs: { network: join(folder, 'net.onnx') },
      parameters: { width: 40, height: 40 },
      edits: [{ type: 'mutate', seed: 3 }],
      out,
    })
    expect(extractRecipe(new Uint8Array(await readFile(out)))).toEqual(recipe)
    expect(recipe).toMatchObject({ inputs: { network: [{ name: 'net.onnx' }] }, edits: [{ type: 'mutate' }] })
    const deep = await make(pattern, { parameters: { width: 40, height: 40 }, depth: 16, out })
    expect(deep.recipe.output).toMatchObject({ format: 'png', depth: 16 })
    expect(
      (await make(pattern, { parameters: { width: 40 }, depth: 16, out: `${out}.webp` })).recipe.output,
    ).toEqual({ kind: 'raster', format: 'webp', width: 40, height: 1080 })
    const drawing = await make(pattern, { parameters: { width: 40, height: 40 }, out: join(folder, 'drawing.svg') })
    expect(drawing.recipe.output).toEqual({ kind: 'vector', format: 'svg', width: 40, height: 40 })
    expect(extractRecipe(new Uint8Array(await readFile(drawing.out)))).toEqual(drawing.recipe)
    const unknown = make(pattern, { inputs: { guide: 'x.png' }, out })
    await expect(unknown).rejects.toThrow('"pattern" has no input "guide". It has: image, palette, network.')
  } finally {
    await rm(folder, { recursive: true })
  }
})
