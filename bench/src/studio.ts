/**
 * The Studio's pattern page in Chromium on a software GPU, as a person meets it: how long after a change the first picture
 * and the full one are on the canvas, at 16 units and 8 layers; and how long the page's main thread is ever busy while the
 * pad of latents is dragged. The page itself notes when each change was made and seen (User Timing).
 */
import { launchChromium } from '@reverie/testing'
import type { Browser, Page } from 'playwright-core'
import { line, timingOf } from './alternate.ts'

/** What the Studio's own scripts give. */
interface StudioServer {
  prepareStudio(): Promise<boolean>
  serveStudio(): Promise<{ readonly url: string; close(): Promise<void> }>
}

const home = new URL('../../apps/studio/', import.meta.url)
const table = {
  instrument: 'pattern',
  parameters: { width: 256, height: 256, units: 16, depth: 8, color: 'rgb' },
}
/** Changes per round: new networks, and latents moved. */
const changes = 30
/** Moves of the pointer in a drag, one a frame. */
const moves = 180

/** Prints the figures. */
export async function studioBench(): Promise<void> {
  const { prepareStudio } = (await import(new URL('prepare.mjs', home).href)) as StudioServer
  const { serveStudio } = (await import(new URL('serve.mjs', home).href)) as StudioServer
  await prepareStudio()
  const server = await serveStudio()
  const browser = await launchChromium()
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    await page.addInitScript(`localStorage['reverie.document'] ??= ${JSON.stringify(JSON.stringify(table))}`)
    await page.goto(server.url)
    await settled(page)
    const path = await page.getByTestId('provider').innerText()
    process.stdout.write(
      `The pattern page, 256 × 256 pixels, 16 units, 8 layers, drawn by ${path.split(' · ')[0]}\n`,
    )
    await report(page, 'another network', () => page.keyboard.press('n'))
    await page.locator('.pad').focus()
    await report(page, 'latents moved', (round) =>
      page.keyboard.press(round % 2 === 0 ? 'Shift+ArrowDown' : 'Shift+ArrowUp'),
    )
    await drag(browser, page)
  } finally {
    await browser.close()
    await server.close()
  }
}

/** Waits until the last change is on the canvas, and for what is made when the page rests. */
async function settled(page: Page): Promise<void> {
  await page.locator('.stage-picture canvas[data-settled=true]').waitFor()
  await page.waitForTimeout(700)
}

/** How long changes take until something, and everything, is seen. */
async function report(page: Page, name: string, change: (round: number) => Promise<void>): Promise<void> {
  await page.evaluate(() => performance.clearMeasures())
  for (let round = 0; round < changes; round++) {
    await change(round)
    await settled(page)
  }
  const seen = await page.evaluate(() =>
    performance.getEntriesByType('measure').map((entry) => ({
      stage: entry.name,
      duration: entry.duration,
      ...((entry as PerformanceMeasure).detail as { of: number; width: number; height: number }),
    })),
  )
  const full = seen.filter(({ stage }) => stage === 'pattern full')
  // A picture that is drawn quickly comes in full at once.
  const first = full.map(
    (last) => seen.find(({ stage, of }) => stage === 'pattern first' && of === last.of) ?? last,
  )
  const coarsest = Math.min(...first.map(({ width, height }) => Math.min(width, height)))
  const durations = (list: typeof seen) => timingOf(list.map(({ duration }) => duration))
  process.stdout.write(
    `${line(`${name}: first picture, ${coarsest} px or more`, durations(first))}  at most 150 ms\n` +
      `${line(`${name}: full picture`, durations(full))}  at most 400 ms\n`,
  )
}

interface TraceEvent {
  readonly name: string
  readonly pid: number
  readonly tid: number
  /** Microseconds on the clock, and of the thread's own time. */
  readonly dur?: number
  readonly tdur?: number
  readonly args?: { readonly name?: string }
}

/** Keeps the milliseconds between frames. As text: the compiler of this file adds to functions what a page does not have. */
const watchFrames = `
  window.gaps = []
  let last = performance.now()
  requestAnimationFrame(function step(now) {
    gaps.push(now - last)
    last = now
    requestAnimationFrame(step)
  })
`

/** What the main thread does while the pad is dragged. */
async function drag(browser: Browser, page: Page): Promise<void> {
  const box = (await page.locator('.pad').boundingBox())!
  await page.evaluate(watchFrames)
  await browser.startTracing(page, { categories: ['toplevel', '__metadata'] })
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await page.mouse.down()
  for (let move = 0; move < moves; move++) {
    const angle = (2 * Math.PI * move) / moves
    await page.mouse.move(
      box.x + box.width * (0.5 + 0.4 * Math.sin(angle)),
      box.y + box.height * (0.5 + 0.4 * Math.sin(2 * angle)),
    )
    await page.waitForTimeout(16)
  }
  await page.mouse.up()
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] }
  const threads = traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
  const tasks = traceEvents.filter(
    ({ name, pid, tid }) =>
      name.includes('RunTask') && threads.some((thread) => thread.pid === pid && thread.tid === tid),
  )
  const longest = (time: 'dur' | 'tdur') => Math.max(...tasks.map((task) => task[time] ?? 0)) / 1000
  const gaps = await page.evaluate(() => (window as unknown as { gaps: number[] }).gaps)
  process.stdout.write(
    `${line('dragging: from frame to frame', timingOf(gaps))}\n` +
      `  dragging: longest task of the main thread ${longest('tdur').toFixed(1).padStart(14)} ms of its own time, ` +
      `${longest('dur').toFixed(1)} ms on the clock (${tasks.length} tasks)  at most 50 ms\n`,
  )
}
