import { compare, type Picture } from '@reverie/image'
import { readImage } from '@reverie/image/node'
import { withBrowser } from '@reverie/testing'
import { expect, test } from 'vitest'
import { fixtures } from './fixtures.ts'

const read = new URL('./pages/read.ts', import.meta.url)

test('Chromium reads every kind of picture to what Node reads it to', async () => {
  const files = await fixtures()
  const bytes = Object.fromEntries(Object.entries(files).map(([name, file]) => [name, file.bytes]))
  const inBrowser = await withBrowser({}, ({ run }) => run<Record<string, Picture | string>>(read, bytes))
  const wrong: string[] = []
  for (const [name, file] of Object.entries(files)) {
    const node = await readImage(file.bytes, { name })
    const browser = inBrowser[name]
    if (browser === undefined || typeof browser === 'string') {
      wrong.push(`${name}: ${browser}`)
      continue
    }
    const { same, psnr } = compare(node.raster, browser.raster)
    const { raster: _raster, ...about } = node
    const { raster: _other, ...aboutOther } = browser
    if (JSON.stringify(about) !== JSON.stringify(aboutOther))
      wrong.push(`${name}: ${JSON.stringify([about, aboutOther])}`)
    if (file.nearness === 'exact' ? !same : psnr < 45) wrong.push(`${name}: ${psnr.toFixed(1)} dB`)
  }
  expect(wrong).toEqual([])
}, 180_000)
