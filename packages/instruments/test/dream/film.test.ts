/** Films: from a picture, from a film, and again from where one stopped. */
import type { Raster } from '@reverie/image'
import { testCard } from '@reverie/testing'
import { afterAll, expect, test } from 'vitest'
import { blended, moved } from '../../src/dream/movement.ts'
import { planesOf, rasterOf } from '../../src/dream/raster.ts'
import { dream, type InputPicture, type RenderEvent } from '../../src/index.ts'
import { card, dreamed, farthest, host, meanDifference, request } from '../material.ts'

afterAll(() => host.dispose())

const framesOf = (events: readonly RenderEvent[]): Raster[] =>
  events.flatMap((event) => (event.type === 'frame' ? [event.raster] : []))

/** A film of cards that slide to the left. */
function sliding(frames: number): InputPicture {
  const wide = testCard(120, 80)
  const at = (index: number): Raster => {
    const data = new Uint8Array(90 * 80 * 3)
    for (let y = 0; y < 80; y++)
      data.set(wide.data.subarray((y * 120 + index) * 3, (y * 120 + index + 90) * 3), y * 270)
    return { width: 90, height: 80, channels: 3, depth: 8, data }
  }
  const list = Array.from({ length: frames }, (_, index) => at(index))
  return {
    raster: list[0]!,
    sha256: '1'.repeat(64),
    name: 'sliding.webp',
    film: {
      fps: 25,
      count: frames,
      frames: async function* () {
        yield* list
      },
    },
  }
}

test('each frame of a film is dreamed from the one before, moved', async () => {
  const parameters = { frames: 3, zoom: 0.1, rotate: 2, stepSize: 3 }
  const { events, result } = await dreamed(request({ image: [card(84, 80)] }, parameters))
  const frames = framesOf(events)
  expect(frames).toHaveLength(3)
  expect(result.output).toEqual({ kind: 'film', frames: 3, fps: 12, width: 84, height: 80 })
  // Frame 1 is nearer to frame 0 moved than to frame 0: the movement is in the film, and the dream goes on from it.
  const expected = rasterOf(moved(planesOf(frames[0]!), { zoom: 0.1, rotate: 2, panX: 0, panY: 0 }))
  const change = meanDifference(frames[1]!, expected)
  expect(change).toBeLessThan(0.7 * meanDifference(frames[1]!, frames[0]!))
  expect(change).toBeGreaterThan(1)
})

test('a film stopped after a frame goes on from it with the same pixels', async () => {
  const asked = request({ image: [card(80, 78)] }, { frames: 3 })
  const whole = framesOf((await dreamed(asked)).events)
  const rest = await dreamed({ ...asked, resume: { frame: 1, previous: whole[0]! } })
  expect(framesOf(rest.events).map((frame, index) => farthest(frame, whole[index + 1]!))).toEqual([0, 0])
  const indices = rest.events.flatMap((event) => (event.type === 'frame' ? [event.index] : []))
  expect(indices).toEqual([1, 2])
})

test('resuming from a frame of another size is refused', async () => {
  const asked = request({ image: [card(80, 78)] }, { frames: 3 })
  const work = dream.render({ ...asked, resume: { frame: 1, previous: testCard(40, 40) } }, host)
  await expect(work.next()).rejects.toThrow(/resume from is 40 × 40.*80 × 78/)
})

test('a film is dreamed frame by frame, each mixed with the dream before it', async () => {
  const film = sliding(3)
  const { events, result } = await dreamed(request({ image: [film] }, { blend: 0.6, steps: 1 }))
  const frames = framesOf(events)
  expect(result.output).toMatchObject({ kind: 'film', frames: 3, fps: 25 })
  // The second frame is one step away from the blend, and a step moves pixels by 4 on average.
  const blend = rasterOf(blended(planesOf((await collect(film))[1]!), planesOf(frames[0]!), 0.6))
  expect(meanDifference(blend, frames[1]!)).toBeLessThan(5)
})

test('the number of frames bounds a film, and a film of one frame is a film', async () => {
  expect(framesOf((await dreamed(request({ image: [sliding(4)] }, { frames: 2 }))).events)).toHaveLength(2)
  const still = sliding(1)
  const { result, events } = await dreamed(request({ image: [still] }))
  expect(result.output).toMatchObject({ kind: 'film', frames: 1 })
  expect(
    farthest(framesOf(events)[0]!, (await dreamed(request({ image: [{ ...still, film: undefined! }] }))).raster),
  ).toBe(0)
})

test('frames that do not move do not flicker: equal frames without blending dream alike', async () => {
  const frame = testCard(80, 80)
  const image: InputPicture = {
    raster: frame,
    sha256: '2'.repeat(64),
    name: 'still.webp',
    film: {
      fps: 10,
      frames: async function* () {
        yield* [frame, frame]
      },
    },
  }
  const frames = framesOf((await dreamed(request({ image: [image] }, { blend: 1 }))).events)
  expect(farthest(frames[0]!, frames[1]!)).toBe(0)
})

async function collect(input: InputPicture): Promise<Raster[]> {
  const list: Raster[] = []
  for await (const frame of input.film!.frames()) list.push(frame)
  return list
}
