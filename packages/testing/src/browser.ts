/**
 * Runs parts of tests in Chromium.
 *
 * `withBrowser` opens an empty page; `run` imports a module of the repository there and calls its default export:
 *
 *     await withBrowser({ webgpu: true }, ({ run }) => run(new URL('./pages/gradient.ts', import.meta.url), { size: 64 }))
 *
 * Arguments and results are what structured data can be (typed arrays too). Whatever the page reports as an error
 * makes the test fail, even when the call itself went well.
 */
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { launchChromium, type LaunchOptions } from './launch.ts'
import { repository, serveSources } from './serve.ts'

export interface BrowserOptions extends LaunchOptions {
  /** Address to open in place of the empty page; nothing is served then. */
  readonly url?: string
  /** Errors of the page that are part of the test. */
  readonly ignoreErrors?: readonly RegExp[]
}

/** A page of a running Chromium. */
export interface BrowserTest {
  readonly page: Page
  /** Calls the default export of a module of the repository in the page, and returns what it resolves to. */
  run<T>(module: URL, argument?: unknown): Promise<T>
}

/**
 * Opens a page for a test and closes everything afterwards.
 * @throws Error when the page reported errors; they are listed
 */
export async function withBrowser<T>(options: BrowserOptions, use: (test: BrowserTest) => Promise<T>): Promise<T> {
  const server = options.url === undefined ? await serveSources() : undefined
  const browser = await launchChromium(options)
  try {
    const page = await browser.newPage()
    const errors = collectErrors(page, options.ignoreErrors ?? [])
    await page.goto(options.url ?? server!.page)
    const result = await use({ page, run: (module, argument) => runIn(page, module, argument) }).catch(
      (error: unknown) => {
        if (errors.length === 0) throw error
        throw new Error(`${String(error)}\nBefore that the page reported:\n${errors.join('\n')}`, { cause: error })
      },
    )
    if (errors.length > 0) throw new Error(`The page reported errors:\n${errors.join('\n')}`)
    return result
  } finally {
    await browser.close()
    await server?.close()
  }
}

async function runIn<T>(page: Page, module: URL, argument: unknown): Promise<T> {
  const path = `/${relative(repository, fileURLToPath(module)).replaceAll('\\', '/')}`
  return page.evaluate(callDefault, { path, argument }) as Promise<T>
}

/** Made from text, since Vitest rewrites every `import()` that it sees and the page would not understand the result. */
// oxlint-disable-next-line typescript/no-implied-eval
const callDefault = new Function(
  'call',
  'return import(call.path).then((module) => module.default(call.argument))',
) as (call: { path: string; argument: unknown }) => Promise<unknown>

function collectErrors(page: Page, ignored: readonly RegExp[]): string[] {
  const errors: string[] = []
  const add = (text: string): void => {
    if (!ignored.some((pattern) => pattern.test(text))) errors.push(text)
  }
  page.on('console', (message) => {
    if (message.type() === 'error') add(`${message.text()} (${message.location().url})`)
  })
  page.on('pageerror', (error) => add(error.stack ?? error.message))
  return errors
}
