import type { Raster } from '@reverie/image'
import { createNetart } from '@reverie/testing'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { serveBands, type BandOrder } from '../../src/pattern/kernel/band-service.mjs'
import { kernelCode, rasterOf } from '../../src/pattern/kernel/kernel.ts'
import { createPool, type BandPool } from '../../src/pattern/kernel/pool.ts'
import { netartScene } from './netart-scene.ts'

/** 20 bands of 10 rows. */
const scene = netartScene(createNetart(1, 'rgb', { units: 16, depth: 8 }), 200)
const rows = 10
const small = netartScene(createNetart(2, 'bw', { units: 4, depth: 2 }), 32)

/** A worker that works when the test says so. */
interface Puppet {
  /** Bands that it was told to render and has not. */
  readonly waiting: BandOrder[]
  busy: boolean
  ended: boolean
  /** Renders the first of them. */
  work(): void
  crash(why: string): void
}

let puppets: Puppet[] = []
beforeEach(() => {
  puppets = []
})

const poolOf = (threads: number): BandPool =>
  createPool((heard, ended) => {
    const serve = serveBands((answer) => void (puppet.ended || heard(answer)))
    serve({ type: 'code', code: kernelCode() })
    const puppet: Puppet = {
      waiting: [],
      busy: false,
      ended: false,
      work: () => serve(puppet.waiting.shift()!),
      crash: ended,
    }
    puppets.push(puppet)
    return {
      send: (order) => void (order.type === 'band' ? puppet.waiting.push(order) : serve(order)),
      setBusy: (busy) => (puppet.busy = busy),
      end: () => (puppet.ended = true),
    }
  }, threads)

/** Lets whoever waits for promises go on. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Has all puppets work until nobody has anything to do. */
async function workAll(order: readonly number[] = [...puppets.keys()]): Promise<void> {
  for (;;) {
    const puppet = order.map((index) => puppets[index]!).find(({ waiting, ended }) => waiting.length > 0 && !ended)
    if (puppet === undefined) return
    puppet.work()
    await settle()
  }
}

/** Reads all bands into one picture, and their tops. */
async function read(bands: ReturnType<BandPool['render']>): Promise<{ raster: Raster; tops: number[] }> {
  const tops: number[] = []
  const parts: Raster[] = []
  for await (const { top, raster } of bands) {
    tops.push(top)
    parts.push(raster)
  }
  const { width, channels, depth } = parts[0]!
  const data = new Uint8Array(Buffer.concat(parts.map((part) => part.data as Uint8Array)))
  return { raster: { width, height: data.length / (width * channels), channels, depth, data }, tops }
}

describe('a pool', () => {
  it('gives the bands in order, whichever worker is done first', async () => {
    const reading = read(poolOf(3).render(scene, { depth: 8, rows }))
    await settle()
    await workAll([2, 1, 0])
    const { raster, tops } = await reading
    expect(tops).toEqual(Array.from({ length: 20 }, (_, band) => band * 10))
    expect(raster).toEqual(rasterOf(scene, 8))
  })

  it('renders at most two bands a worker ahead of its reader, and gives no worker more than two', async () => {
    const bands = poolOf(2).render(scene, { depth: 8, rows })
    const first = bands.next()
    await settle()
    expect(puppets.map(({ waiting }) => waiting.length)).toEqual([2, 2])
    await workAll()
    await first
    await workAll()
    // 4 were rendered, one of them is read.
    expect(puppets.flatMap(({ waiting }) => waiting)).toEqual([])
    const second = bands.next()
    await settle()
    expect(puppets.flatMap(({ waiting }) => waiting)).toHaveLength(1)
    await second
    await bands.return()
  })

  it('starts no more workers than it has bands for', async () => {
    const reading = read(poolOf(8).render(scene, { depth: 8, rows: 70 }))
    await settle()
    expect(puppets).toHaveLength(3)
    await workAll()
    expect((await reading).raster).toEqual(rasterOf(scene, 8))
  })

  it('renders small scenes on the calling thread', async () => {
    const { raster } = await read(poolOf(2).render(small, { depth: 8, rows: 5 }))
    expect(raster).toEqual(rasterOf(small, 8))
    expect(puppets).toEqual([])
  })

  it('renders several scenes at a time', async () => {
    const other = { ...scene, latents: [0.5, -0.5] }
    const pool = poolOf(2)
    const reading = [scene, other].map((scene) => read(pool.render(scene, { depth: 8, rows })))
    await settle()
    await workAll()
    expect((await reading[0]!).raster).toEqual(rasterOf(scene, 8))
    expect((await reading[1]!).raster).toEqual(rasterOf(other, 8))
  })

  it('chooses bands by itself', async () => {
    const reading = read(poolOf(2).render(scene, { depth: 8 }))
    await settle()
    await workAll()
    expect((await reading).tops.length).toBeGreaterThanOrEqual(4)
  })

  it('keeps workers from ending the process only while something is asked of them', async () => {
    const reading = read(poolOf(1).render(scene, { depth: 8, rows }))
    await settle()
    expect(puppets[0]!.busy).toBe(true)
    await workAll()
    await reading
    expect(puppets[0]!.busy).toBe(false)
  })
})

describe('stopping', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  it('throws the reason at once, and the workers go on with what others want', async () => {
    const pool = poolOf(1)
    const controller = new AbortController()
    const stopped = read(pool.render(scene, { depth: 8, rows, signal: controller.signal }))
    await settle()
    const reading = read(pool.render(scene, { depth: 8, rows }))
    await settle()
    controller.abort(new Error('enough'))
    await expect(stopped).rejects.toThrow('enough')
    await workAll()
    expect((await reading).raster).toEqual(rasterOf(scene, 8))
    expect(puppets).toHaveLength(1)
  })

  it('throws the reason when nothing has begun', async () => {
    const signal = AbortSignal.abort(new Error('never'))
    await expect(poolOf(1).render(scene, { depth: 8, signal }).next()).rejects.toThrow('never')
    await expect(poolOf(1).render(small, { depth: 8, signal }).next()).rejects.toThrow('never')
    expect(puppets).toEqual([])
  })

  it('ends a worker whose band nobody wants if it takes long, and another does what else it had', async () => {
    const controller = new AbortController()
    const pool = poolOf(1)
    const stopped = read(pool.render(scene, { depth: 8, rows: 200, signal: controller.signal }))
    await settle()
    const reading = read(pool.render(scene, { depth: 8, rows: 200 }))
    await settle()
    expect(puppets[0]!.waiting).toHaveLength(2)
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    controller.abort(new Error('enough'))
    await expect(stopped).rejects.toThrow('enough')
    expect(puppets[0]!.ended).toBe(false)
    vi.advanceTimersByTime(1000)
    expect(puppets[0]!.ended).toBe(true)
    await workAll([1])
    expect((await reading).raster).toEqual(rasterOf(scene, 8))
  })
})

describe('what goes wrong', () => {
  it('a worker that ends is told of, and another takes its place', async () => {
    const pool = poolOf(1)
    const reading = read(pool.render(scene, { depth: 8, rows }))
    await settle()
    puppets[0]!.crash('out of memory')
    await expect(reading).rejects.toThrow(
      'The worker that rendered the pattern from row 0 on ended: out of memory. Render it again; if this happens again, make it smaller.',
    )
    const again = read(pool.render(scene, { depth: 8, rows }))
    await settle()
    await workAll([1])
    expect((await again).raster).toEqual(rasterOf(scene, 8))
  })

  it('a worker that ends takes no other scene with it', async () => {
    const pool = poolOf(1)
    const failing = read(pool.render(scene, { depth: 8, rows: 200 }))
    await settle()
    const reading = read(pool.render(scene, { depth: 8, rows: 200 }))
    await settle()
    expect(puppets[0]!.waiting).toHaveLength(2)
    puppets[0]!.crash('a bug')
    await expect(failing).rejects.toThrow('a bug')
    await workAll([1])
    expect((await reading).raster).toEqual(rasterOf(scene, 8))
  })

  it('a scene that contradicts itself is refused before any work', async () => {
    const bands = poolOf(1).render({ ...scene, latents: [] }, { depth: 8 })
    await expect(bands.next()).rejects.toThrow('The network reads "z0", found 0 latents')
    expect(puppets).toEqual([])
  })

  it.each([0, 1.5, NaN])('bands of %s rows are refused', async (rows) => {
    await expect(poolOf(1).render(scene, { depth: 8, rows }).next()).rejects.toThrow(`Bands of ${rows} rows`)
  })

  it('dismissing the workers ends what is being rendered', async () => {
    const pool = poolOf(2)
    const reading = read(pool.render(scene, { depth: 8, rows }))
    await settle()
    pool.dispose()
    await expect(reading).rejects.toThrow('its workers were dismissed')
    expect(puppets.map(({ ended }) => ended)).toEqual([true, true])
  })
})
