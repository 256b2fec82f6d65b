import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { distance, expectPicture, findChromium, picture, testCard } from '@reverie/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

describe('picture', () => {
  it('makes a raster from letters', () => {
    const raster = picture(['rw', 'ka'], { a: [1, 2, 3] })
    expect({ ...raster, data: Array.from(raster.data) }).toEqual({
      width: 2,
      height: 2,
      channels: 3,
      depth: 8,
      data: [255, 0, 0, 255, 255, 255, 0, 0, 0, 1, 2, 3],
    })
  })

  it('refuses rows of different lengths and unknown letters', () => {
    expect(() => picture(['rr', 'r'])).toThrow('Rows of a picture should be of one length, found 2 and 1.')
    expect(() => picture(['z'])).toThrow('"z" stands for no colour. There are: k, w, r, g, b, y, c, m.')
  })
})

describe('distance', () => {
  it('is relative to the largest expected number', () => {
    expect(distance([1, 2.5, -4], [1, 2, -4])).toEqual({ relative: 0.125, absolute: 0.5, at: 1 })
    expect(distance([0], [0]).relative).toBe(0)
  })

  it('takes NaN for infinitely far, on either side', () => {
    expect(distance([1, Number.NaN], [1, 2]).relative).toBe(Infinity)
    expect(distance([1, 2], [1, Number.NaN]).absolute).toBe(Infinity)
    expect(() => distance([1], [1, 2])).toThrow(RangeError)
  })
})

describe('expectPicture', () => {
  let folder = ''
  beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'reverie-expected-'))))
  afterAll(() => rm(folder, { recursive: true }))

  it('leaves what was made beside what was expected, until both agree', async () => {
    const file = pathToFileURL(join(folder, 'card.png'))
    const beside = join(folder, 'card.actual.png')
    const card = testCard(40, 30)
    await expect(expectPicture(card, file)).rejects.toThrow('is missing')
    expect(existsSync(beside)).toBe(true)
    await expectPicture(card, file, { update: true })
    await expectPicture(card, file)
    expect(existsSync(beside)).toBe(false)
    const spotted = { ...card, data: card.data.map((value, index) => (index === 99 ? 255 - value : value)) }
    await expect(expectPicture(spotted, file)).rejects.toThrow(/within Infinity dB, found \d+\.\d dB/)
    expect(existsSync(beside)).toBe(true)
    await expectPicture(spotted, file, { atLeast: 30 })
    expect(existsSync(beside)).toBe(false)
  })
})

describe('findChromium', () => {
  it('takes the one that CHROMIUM_PATH names, and says when there is none', () => {
    expect(findChromium({ CHROMIUM_PATH: process.execPath })).toBe(process.execPath)
    expect(() => findChromium({ CHROMIUM_PATH: '/nowhere/chromium' })).toThrow(
      'CHROMIUM_PATH should name a Chromium, found no file "/nowhere/chromium". Correct it or unset it.',
    )
  })
})
