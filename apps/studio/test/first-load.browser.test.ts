import type { CDPSession } from 'playwright-core'
import { expect, test } from 'vitest'
import { studioFor } from './studio.ts'

const open = studioFor()

test('a first visit loads at most 150 KB of compressed JavaScript, and no network', async () => {
  const { page, context } = await open()
  // The page that `open` made has warmed nothing: another profile is another cache.
  const fresh = await context.browser()!.newContext({ viewport: { width: 1440, height: 900 } })
  try {
    const visit = await fresh.newPage()
    const transfers = await transfersOf(await fresh.newCDPSession(visit))
    await visit.goto(page.url())
    await visit.locator('.primary:not([data-disabled])').waitFor()
    await expect.poll(() => visit.evaluate(() => document.querySelector('canvas')!.width)).toBeGreaterThan(100)
    await visit.waitForTimeout(3000)
    const scripts = transfers().filter(({ type, url }) => type.includes('javascript') || /\.m?js$/.test(url))
    const bytes = scripts.reduce((sum, script) => sum + script.bytes, 0)
    console.log(`First load: ${(bytes / 1000).toFixed(1)} KB of compressed JavaScript in ${scripts.length} files.`)
    expect(scripts.length).toBeGreaterThan(2)
    expect(bytes).toBeLessThan(150_000)
    expect(transfers().filter(({ url }) => /\.(?:wasm|onnx)|ort|worker/.test(url))).toEqual([])
  } finally {
    await fresh.close()
  }
})

test('a second visit needs no network at all', async () => {
  const { page, context } = await open()
  await page.evaluate(() => navigator.serviceWorker.ready)
  await expect
    .poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null), { timeout: 15_000 })
    .toBe(true)
  await context.setOffline(true)
  await page.reload()
  await page.locator('.primary:not([data-disabled])').waitFor()
  await expect.poll(() => page.evaluate(() => document.querySelector('canvas')!.width)).toBe(451)
})

/** What came over the wire by a session's target from now on, a line a response; bytes as transferred, headers included. */
async function transfersOf(session: CDPSession): Promise<() => { url: string; type: string; bytes: number }[]> {
  const responses = new Map<string, { url: string; type: string; bytes: number }>()
  session.on('Network.responseReceived', ({ requestId, response }) => {
    responses.set(requestId, { url: response.url, type: response.mimeType, bytes: 0 })
  })
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const known = responses.get(requestId)
    if (known) known.bytes = encodedDataLength
  })
  await session.send('Network.enable')
  return () => [...responses.values()]
}
