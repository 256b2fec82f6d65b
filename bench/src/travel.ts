/**
 * A map of 50,000 shapes in Chromium on a software GPU, travelled by a script: what a frame of panning costs the page's main
 * thread, by Chromium's own trace; and whether memory stays, from the first minute to the fifth (`--minutes 5`; the
 * default is none of it). The map is the exported one, served from memory.
 */
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join } from 'node:path'
import { exportMap, viewerFolder } from '@reverie/map/node'
import { launchChromium, syntheticCollection } from '@reverie/testing'
import type { Browser, CDPSession, Page } from 'playwright-core'
import { line, timingOf } from './alternate.ts'

const count = 50_000
const types: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}

export interface TravelOptions {
  /** Of travel, for the figures of memory; 0 leaves them out. */
  readonly minutes: number
}

/** Prints the figures. */
export async function travelBench({ minutes }: TravelOptions): Promise<void> {
  const server = await serveMap()
  const browser = await launchChromium()
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    await page.goto(server.url)
    await settled(page)
    process.stdout.write(`A map of ${count} pictures, 1440 × 900, on a software GPU\n`)
    await report(browser, page, 'panning over all of it', 'layout=umap&at=0.5,0.4,0.8', 2)
    await report(browser, page, 'panning near, thumbnails coming', 'layout=umap&at=0.3,0.4,0.03', 6)
    await report(browser, page, 'panning over the grid', 'layout=grid&at=0.5,0.4,0.12', 6)
    if (minutes > 0) await memory(browser, page, minutes)
  } finally {
    await browser.close()
    await server.close()
  }
}

interface MapWindow {
  readonly reverieMap: {
    open(fragment: string): Promise<void>
    readonly isSettled: boolean
    memory(): { readonly textures: number; readonly textureBytes: number; readonly bufferBytes: number }
  }
}

const settled = (page: Page): Promise<unknown> =>
  page.waitForFunction('window.reverieMap?.isSettled === true', undefined, { timeout: 120_000 })

async function open(page: Page, fragment: string): Promise<void> {
  await page.evaluate((text) => (window as unknown as MapWindow).reverieMap.open(text), fragment)
  await settled(page)
}

interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  readonly ts: number
  /** Microseconds on the clock, and of the thread's own time. */
  readonly dur?: number
  readonly tdur?: number
  readonly args?: { readonly name?: string }
}

/** All of these are scripting; those within another are counted with it. */
const scripting = new Set(['FireAnimationFrame', 'EventDispatch', 'FunctionCall', 'RunMicrotasks', 'TimerFire'])

/** Drags the map about and reports the scripting from one frame to the next. */
async function report(browser: Browser, page: Page, name: string, from: string, speed: number): Promise<void> {
  await open(page, from)
  await browser.startTracing(page, { categories: ['devtools.timeline', 'toplevel', '__metadata'] })
  await drag(page, 300, speed)
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] }
  const main = traceEvents.find((event) => event.name === 'thread_name' && event.args?.name === 'CrRendererMain')
  const own = traceEvents
    .filter(
      ({ ph, pid, tid, name: kind }) => ph === 'X' && pid === main?.pid && tid === main.tid && scripting.has(kind),
    )
    .toSorted((one, two) => one.ts - two.ts)
  const frames: { clock: number; thread: number }[] = []
  let end = -Infinity
  let current = { clock: 0, thread: 0 }
  let isMoved = false
  for (const event of own) {
    if (event.ts < end) continue
    end = event.ts + (event.dur ?? 0)
    current.clock += (event.dur ?? 0) / 1000
    current.thread += (event.tdur ?? event.dur ?? 0) / 1000
    if (event.name === 'EventDispatch') isMoved = true
    if (event.name !== 'FireAnimationFrame') continue
    // Frames in which the hand rested draw nothing, and would flatter the median.
    if (isMoved) frames.push(current)
    current = { clock: 0, thread: 0 }
    isMoved = false
  }
  process.stdout.write(
    `${line(`${name}: scripting a frame`, timingOf(frames.map(({ clock }) => clock)))}  median at most 8 ms\n` +
      `${line(`${name}: of the thread's own time`, timingOf(frames.map(({ thread }) => thread)))}  ${frames.length} frames\n`,
  )
}

/** A hand that goes in circles. */
async function drag(page: Page, moves: number, speed: number): Promise<void> {
  await page.mouse.move(720, 450)
  await page.mouse.down()
  for (let move = 0; move < moves; move++) {
    const angle = (2 * Math.PI * move * speed) / 200
    await page.mouse.move(720 + 420 * Math.sin(angle), 450 + 320 * Math.sin(0.7 * angle))
    await page.waitForTimeout(12)
  }
  await page.mouse.up()
}

/** A journey that is different every time, as text since it runs in the page: near and far, every layout, to and fro. */
const journey = `
  window.travel = async (until) => {
    const map = window.reverieMap
    const layouts = ['umap', 'grid', 'color', 'tsne', 'time', 'tags']
    let seed = 7
    const random = () => ((seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648)
    for (let step = 0; performance.now() < until; step++) {
      if (step % 12 === 0) await map.setLayout(layouts[(step / 12) % layouts.length])
      map.goTo({ x: 0.1 + 0.8 * random(), y: 0.1 + 0.5 * random(), extent: [0.8, 0.2, 0.05, 0.02, 0.012][step % 5] })
      await new Promise((resolve) => setTimeout(resolve, 1200))
    }
  }
`

interface Sample {
  readonly heap: number
  readonly textures: number
  readonly textureBytes: number
  readonly bufferBytes: number
  readonly renderer: number
  readonly graphics: number
}

async function memory(browser: Browser, page: Page, minutes: number): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const system = await browser.newBrowserCDPSession()
  await page.evaluate(journey)
  const after = async (minute: number): Promise<Sample> => {
    await page.evaluate('window.travel(performance.now() + 60000)')
    const taken = await sample(page, session, system)
    process.stdout.write(`  minute ${minute}: ${words(taken)}\n`)
    return taken
  }
  const first = await after(1)
  let last = first
  for (let minute = 2; minute <= minutes; minute++) last = await after(minute)
  const change = (name: keyof Sample): string =>
    `${name} ${(100 * (last[name] / first[name] - 1)).toFixed(2).replace(/^(?!-)/, '+')} %`
  const names = Object.keys(last) as (keyof Sample)[]
  process.stdout.write(`  from minute 1 to minute ${minutes}: ${names.map(change).join(', ')}  each at most 2 %\n`)
}

/** After a forced collection of garbage. The processes' sizes are what the system counts as resident. */
async function sample(page: Page, session: CDPSession, system: CDPSession): Promise<Sample> {
  await settled(page)
  for (let round = 0; round < 3; round++) await session.send('HeapProfiler.collectGarbage')
  await page.waitForTimeout(1500)
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  const { processInfo } = await system.send('SystemInfo.getProcessInfo')
  const resident = async (type: string): Promise<number> => {
    const sizes = await Promise.all(
      processInfo
        .filter((process) => process.type === type)
        .map(async ({ id }) =>
          Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${id}/status`, 'utf8'))?.[1] ?? 0),
        ),
    )
    return Math.max(...sizes) * 1024
  }
  const graphics = await page.evaluate(() => (window as unknown as MapWindow).reverieMap.memory())
  const { textures, textureBytes, bufferBytes } = graphics
  const [renderer, gpu] = [await resident('renderer'), await resident('GPU')]
  return { heap: usedSize, textures, textureBytes, bufferBytes, renderer, graphics: gpu }
}

const words = ({ heap, textures, textureBytes, bufferBytes, renderer, graphics }: Sample): string =>
  `JavaScript ${mega(heap)}, ${textures} textures of ${mega(textureBytes)}, buffers ${mega(bufferBytes)}; ` +
  `renderer process ${mega(renderer)}, graphics process ${mega(graphics)}`

const mega = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`

/** The exported map, whose thumbnails are drawn when they are asked for. */
async function serveMap(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const collection = syntheticCollection({ count, side: 512 })
  const files = new Map<string, Uint8Array>()
  const begun = performance.now()
  await exportMap(collection, {
    read: async (path) => files.get(path),
    write: async (path, bytes) => {
      if (!path.startsWith('thumbnails/')) files.set(path, bytes)
    },
  })
  process.stdout.write(`Exported in ${((performance.now() - begun) / 1000).toFixed(1)} s\n`)
  const viewer = await viewerFolder()
  const read = async (path: string): Promise<Uint8Array> => {
    const thumbnail = /^thumbnails\/(128|256|512)\/..\/(\w+)\.webp$/.exec(path)
    if (thumbnail !== null) return collection.thumbnail(thumbnail[2]!, Number(thumbnail[1]) as 128 | 256 | 512)
    return files.get(path) ?? readFile(join(viewer, path === '' ? 'index.html' : path))
  }
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').slice(1)
    read(path).then(
      (bytes) =>
        response.writeHead(200, { 'Content-Type': types[extname(path || '.html')] ?? 'text/html' }).end(bytes),
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
