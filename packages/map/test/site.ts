/** An exported map of shapes in Chromium: hosted in a folder of a plain web server, each test in a page of its own. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { launchChromium, syntheticCollection } from '@reverie/testing'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import type { StageMemory } from '../src/stage.ts'
import { exportMapFolder } from '../src/node.ts'
import { serveFolder } from './serve.ts'

/** What the page offers to scripts. */
export interface MapWindow {
  readonly reverieMap: {
    goTo(target?: { x: number; y: number; extent: number } | string): void
    select(id: string | undefined, open?: boolean): void
    state(): {
      layout: string
      view: { x: number; y: number; extent: number }
      selected?: string
      open: boolean
    }
    memory(): StageMemory
    readonly isSettled: boolean
    destroy(): void
  }
}

/** A phone that many carry. */
export const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  deviceScaleFactor: 2,
}

/** What the map is of. */
export const collection = syntheticCollection({ count: 400, side: 160 })

/** Serves the map for the tests of a file, and gives the function that opens it. */
export function siteFor(): (options?: BrowserContextOptions & { readonly at?: string }) => Promise<Page> {
  let folder: string
  let server: Awaited<ReturnType<typeof serveFolder>>
  let browser: Browser
  let context: BrowserContext | undefined
  const errors: string[] = []
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'reverie-map-'))
    await exportMapFolder(collection, join(folder, 'a folder', 'deep'), { originals: true })
    server = await serveFolder(folder)
    browser = await launchChromium()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
    await rm(folder, { recursive: true, force: true })
    expect(errors).toEqual([])
  })
  return async ({ at = '', ...rest } = {}) => {
    await context?.close()
    context = await browser.newContext({ viewport: { width: 1200, height: 800 }, colorScheme: 'dark', ...rest })
    const page = await context.newPage()
    page.on('pageerror', (error) => errors.push(error.stack ?? error.message))
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
    await page.goto(`${server.url}a%20folder/deep/${at}`)
    await settled(page)
    return page
  }
}

/** Waits until nothing moves and everything in view is sharp. */
export const settled = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => (window as unknown as MapWindow).reverieMap?.isSettled)

export const stateOf = (page: Page): Promise<ReturnType<MapWindow['reverieMap']['state']>> =>
  page.evaluate(() => (window as unknown as MapWindow).reverieMap.state())

/** Share of the picture's pixels that are not the room's grey, in a box of the page. */
export async function painted(
  page: Page,
  box: { x: number; y: number; width: number; height: number },
): Promise<number> {
  const { default: sharp } = await import('sharp')
  const { data } = await sharp(await page.screenshot({ clip: box }))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  let count = 0
  for (let at = 0; at < data.length; at += 3)
    if (Math.max(data[at]!, data[at + 1]!, data[at + 2]!) - Math.min(data[at]!, data[at + 1]!, data[at + 2]!) > 24)
      count++
  return (3 * count) / data.length
}
