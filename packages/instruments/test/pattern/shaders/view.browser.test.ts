/** Views follow whoever plays: soon, to the pixel, without holding the page, and whatever happens to the GPU. */
import { withBrowser } from '@reverie/testing'
import { describe, expect, it } from 'vitest'
import { farthest } from './exact.ts'
import type { LossReport, LossRequest } from './pages/loss.ts'
import type { ViewKind } from './pages/session.ts'
import type { ViewReport, ViewRequest } from './pages/view.ts'
import { scene } from './scenes.ts'

const view = (request: ViewRequest): Promise<ViewReport> =>
  withBrowser({}, ({ run }) => run<ViewReport>(new URL('./pages/view.ts', import.meta.url), request))
const lose = (request: LossRequest): Promise<LossReport> =>
  withBrowser({}, ({ run }) => run<LossReport>(new URL('./pages/loss.ts', import.meta.url), request))

const size = 256
const base = scene({ units: 16, depth: 8, width: size, height: size })
const at = (...latents: number[]) => ({ ...base, latents })
const end = at(0.9, -0.4)
/** Scenes of a hand that moves. */
const drag = (frames: number) =>
  Array.from({ length: frames }, (_, frame) => (frame === frames - 1 ? end : at(frame / frames, -frame / 90)))

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!

describe('a view in a worker', () => {
  it(
    'follows a hand that drags: coarsely at once, finely when it rests, and never holds the page',
    { retry: 2 },
    async () => {
      const still = Array.from({ length: 5 }, (_, step) => at(step / 5, 0.4))
      const report = await view({ kind: 'chosen', where: 'worker', size, still, pause: 700, dragged: drag(60) })
      expect(report.troubles).toEqual([])
      // The first scene waits for workers and code.
      const later = report.events.filter(({ scene: number }) => number > 0)
      const firstOf = (number: number) => later.find((event) => event.scene === number)
      const changes = [1, 2, 3, 4].map((number) => firstOf(number)!)
      const full = later.filter(({ scene: number, stage }) => number < 5 && stage === 'full')
      expect(Math.min(...changes.map(({ width }) => width))).toBeGreaterThanOrEqual(96)
      expect(median(changes.map(({ milliseconds }) => milliseconds))).toBeLessThan(150)
      expect(full.map(({ width, height }) => [width, height])).toEqual(changes.map(() => [size, size]))
      expect(median(full.map(({ milliseconds }) => milliseconds))).toBeLessThan(400)
      expect(later.length).toBeGreaterThan(30)
      expect(report.longest).toBeLessThanOrEqual(50)
      expect(farthest(report.pixels, end)).toBe(0)
      // Chromium's GPU is the processor here.
      expect(report.stats).toMatchObject({ path: 'kernel', program: 'kernel' })
      expect(report.stats.why).toMatch(/no GPU/)
    },
  )

  it('draws by the interpreter at once, and by a shader of its own when that is compiled', async () => {
    const report = await view({
      kind: 'webgl',
      where: 'worker',
      size: 128,
      still: [at(0.1, 0.2), at(0.2, 0.2), at(0.3, 0.2)],
      pause: 2500,
      dragged: drag(20),
    })
    expect(report.troubles).toEqual([])
    expect(report.stats).toMatchObject({ path: 'webgl', program: 'compiled' })
    expect(farthest(report.pixels, { ...end, width: 128, height: 128 })).toBeLessThanOrEqual(2)
  })
})

describe('a view on a page', () => {
  for (const kind of ['webgl', 'kernel'] as const satisfies ViewKind[]) {
    it(`shows the last of many scenes to the pixel (${kind})`, async () => {
      const report = await view({ kind, where: 'page', size: 128, still: [base], pause: 100, dragged: drag(20) })
      expect(report.troubles).toEqual([])
      const wanted = { ...end, width: 128, height: 128 }
      expect(farthest(report.pixels, wanted)).toBeLessThanOrEqual(kind === 'kernel' ? 0 : 2)
      // Scenes that came while another was drawn are left out, save the last.
      expect(report.events.findLast(({ stage }) => stage === 'full')).toMatchObject({ scene: 20, width: 128 })
    })
  }
})

describe('a GPU that is lost', () => {
  const small = scene({ units: 8, depth: 3, width: 64, height: 64 })
  const [before, during, after] = [0.1, 0.5, 0.9].map((latent) => ({ ...small, latents: [latent, latent] }))
  const request = { size: 64, before: before!, during: during!, after: after! }

  it('shows the latest scene when it comes back', async () => {
    const report = await lose({ kind: 'webgl', ...request })
    expect(report.troubles).toEqual([])
    expect(farthest(report.before.pixels, before!)).toBeLessThanOrEqual(2)
    expect(farthest(report.returned!.pixels, during!)).toBeLessThanOrEqual(2)
    expect(farthest(report.after.pixels, after!)).toBeLessThanOrEqual(2)
  })

  it('is stood in for by the kernel, and drawn with again when it comes back', async () => {
    const report = await lose({ kind: 'chosen with a slow kernel', ...request })
    expect(report.troubles).toEqual([])
    expect(report.before.why).toMatch(/^The GPU draws this in .* ms, the processor in .* ms\.$/)
    expect(report.before.path).toBe('webgl')
    expect(farthest(report.before.pixels, before!)).toBeLessThanOrEqual(2)
    expect(report.during).toMatchObject({ path: 'kernel', why: 'The GPU was lost.' })
    expect(farthest(report.during!.pixels, during!)).toBe(0)
    expect(report.after.path).toBe('webgl')
    expect(farthest(report.after.pixels, after!)).toBeLessThanOrEqual(2)
  })
})
