import { withBrowser } from '@reverie/testing'
import { expect, it } from 'vitest'

const echo = new URL('./pages/echo.ts', import.meta.url)

it('passes structured data to a page and back', async () => {
  const sent = { name: 'latent', numbers: new Float32Array([0.5, -1]), list: [1, { two: 2 }] }
  const found = await withBrowser({}, ({ run }) => run<typeof sent>(echo, sent))
  expect(found).toEqual(sent)
})

it('fails when the page reports an error, even if the call went well', async () => {
  const opened = withBrowser({}, async ({ page, run }) => {
    await page.evaluate('console.error("the page is unwell")')
    return run(echo, 1)
  })
  await expect(opened).rejects.toThrow(/The page reported errors:\nthe page is unwell/)
})

it('lets errors through that are part of the test', async () => {
  const options = { ignoreErrors: [/unwell/] }
  await withBrowser(options, ({ page }) => page.evaluate('console.error("the page is unwell")'))
  await expect(withBrowser(options, ({ page }) => page.evaluate('missing()'))).rejects.toThrow(
    /missing is not defined/,
  )
})

it('gives pages a camera, and cross-origin isolation', async () => {
  const found = await withBrowser({ fakeCamera: true }, ({ page }) =>
    page.evaluate(async () => {
      const stream = await navigator.mediaDevices.getUserMedia({ video: true })
      return { tracks: stream.getVideoTracks().length, isolated: crossOriginIsolated }
    }),
  )
  expect(found).toEqual({ tracks: 1, isolated: true })
})
