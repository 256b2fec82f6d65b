/** The built Studio in Chromium, for tests: served as `npm start` does, each test in a browser profile of its own. */
import { readFile } from 'node:fs/promises'
import { launchChromium } from '@reverie/testing'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { prepareStudio } from '../prepare.mjs'
import { serveStudio } from '../serve.mjs'

/** A phone that many carry. */
export const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  deviceScaleFactor: 2,
}

export interface OpenOptions extends BrowserContextOptions {
  /** What the browser remembers of an earlier visit. */
  readonly settings?: Readonly<Record<string, unknown>>
  readonly parameters?: Readonly<Record<string, unknown>>
  /** What is on the table; dream unless told. */
  readonly instrument?: string
  /** After the address, such as a link's fragment. */
  readonly at?: string
}

/** An open Studio. */
export interface Studio {
  readonly page: Page
  readonly context: BrowserContext
  /** What the page reported as errors. */
  readonly errors: string[]
}

/** Serves the Studio for the tests of a file, and gives the function that opens it. */
export function studioFor(launch: { webgpu?: boolean } = {}): (options?: OpenOptions) => Promise<Studio> {
  let server: Awaited<ReturnType<typeof serveStudio>>
  let browser: Browser
  const contexts: BrowserContext[] = []
  beforeAll(async () => {
    await prepareStudio()
    server = await serveStudio()
    browser = await launchChromium(launch)
  }, 400_000)
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })
  return async ({ settings, parameters, instrument, at = '', ...rest } = {}) => {
    await Promise.all(contexts.splice(0).map((context) => context.close()))
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      colorScheme: 'dark',
      ...rest,
    })
    contexts.push(context)
    const page = await context.newPage()
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text())
    })
    if (settings)
      await page.addInitScript(`localStorage['reverie.settings'] ??= ${JSON.stringify(JSON.stringify(settings))}`)
    if (parameters || instrument) {
      const document = JSON.stringify({ instrument: instrument ?? 'dream', ...(parameters && { parameters }) })
      await page.addInitScript(`localStorage['reverie.document'] ??= ${JSON.stringify(document)}`)
    }
    await page.goto(server.url + at)
    await page.locator('.primary:not([data-disabled])').waitFor()
    return { page, context, errors }
  }
}

/** Drops files on what a selector finds, as a hand with a mouse would. */
export async function drop(
  page: Page,
  selector: string,
  files: readonly { name: string; type: string; bytes: Uint8Array }[],
): Promise<void> {
  const plain = files.map(({ name, type, bytes }) => ({ name, type, text: Buffer.from(bytes).toString('base64') }))
  await page.locator(selector).evaluate((element, list) => {
    const data = new DataTransfer()
    for (const { name, type, text } of list)
      data.items.add(new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], name, { type }))
    for (const kind of ['dragenter', 'dragover', 'drop'])
      element.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: data }))
  }, plain)
}

/** What lies on the table, as the browser keeps it. */
export const tableOf = (
  page: Page,
): Promise<{
  parameters: Record<string, unknown>
  seed: number
  work?: string
  edits: { type: string }[]
  locked: string[]
  inputs: Record<string, { name: string; sha256: string }[]>
  files: Record<string, { name: string; sha256: string }[]>
}> => page.waitForTimeout(260).then(() => page.evaluate(() => JSON.parse(localStorage['reverie.document'])))

/** Saves what is shown, and gives the file. */
export async function saved(page: Page): Promise<{ name: string; bytes: Uint8Array }> {
  const [download] = await Promise.all([
    page.waitForEvent('download', { timeout: 90_000 }),
    page.getByRole('button', { name: 'Save', exact: true }).click(),
  ])
  return { name: download.suggestedFilename(), bytes: new Uint8Array(await readFile(await download.path())) }
}

/** Milliseconds of the longest task on the page's main thread, in the thread's own time: a busy machine adds nothing. */
export async function longestTask(page: Page, during: () => Promise<void>): Promise<number> {
  const browser = page.context().browser()!
  await browser.startTracing(page, { categories: ['toplevel', '__metadata'] })
  await during()
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] }
  const threads = traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
  const tasks = traceEvents.filter(
    ({ name, pid, tid }) =>
      /RunTask/.test(name) && threads.some((thread) => thread.pid === pid && thread.tid === tid),
  )
  expect(tasks.length).toBeGreaterThan(20)
  return Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1000
}

interface TraceEvent {
  readonly name: string
  readonly pid: number
  readonly tid: number
  /** Microseconds of the thread's own time. */
  readonly tdur?: number
  readonly args?: { readonly name?: string }
}

/** Pixels of what is shown after a dream, or before it. */
export const pixelsOf = (page: Page, side: 'before' | 'after'): Promise<number[]> =>
  page.evaluate((which) => {
    const canvas =
      document.querySelectorAll<HTMLCanvasElement>('.stage-picture canvas')[which === 'before' ? 0 : 1]!
    return [...canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height).data]
  }, side)
