import { readImage } from '@reverie/image/node'
import { extractRecipe, sha256 } from '@reverie/recipe'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { drop, longestTask, saved, studioFor, tableOf } from './studio.ts'

const open = studioFor()

const layer = (n: number, d: number, value: (index: number) => number) => ({
  n,
  d,
  w: Object.fromEntries(Array.from({ length: n * d }, (_, index) => [index, value(index)])),
})
const network = {
  w_in: layer(6, 6, (index) => Math.sin(index * 7) * 2),
  w_0: layer(6, 6, (index) => Math.cos(index * 5)),
  w_out: layer(3, 6, (index) => Math.sin(index * 3) * 2),
}
const textFile = (name: string, text: string) => ({
  name,
  type: 'application/json',
  bytes: new TextEncoder().encode(text),
})
/** A network as recurrent.js saves it. */
const networkFile = textFile('mine.json', JSON.stringify(network))

/** A page with the picture of its table in full on the canvas. */
async function begin(parameters: Record<string, unknown> = {}, more: Parameters<typeof open>[0] = {}) {
  const studio = await open({
    instrument: 'pattern',
    parameters: { width: 300, height: 240, ...parameters },
    ...more,
  })
  await settled(studio.page)
  return studio
}

/** Waits until the last change is on the canvas. */
async function settled(page: Page): Promise<void> {
  await expect
    .poll(() => page.locator('.stage-picture canvas').getAttribute('data-settled'), { timeout: 30_000 })
    .toBe('true')
  // The worker's picture comes to the page's canvas with its next frames.
  let last = ''
  await expect
    .poll(
      async () => {
        const now = await shown(page)
        const isSame = now === last
        last = now
        return isSame
      },
      { timeout: 20_000 },
    )
    .toBe(true)
}

/** The pixels that the canvas shows, RGBA, as text; it is as large as the work here. */
const shown = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('.stage-picture canvas')!
    const copy = new OffscreenCanvas(canvas.width, canvas.height)
    const context = copy.getContext('2d')!
    context.drawImage(canvas, 0, 0)
    const { data } = context.getImageData(0, 0, copy.width, copy.height)
    let text = ''
    for (let at = 0; at < data.length; at += 4096) text += String.fromCharCode(...data.subarray(at, at + 4096))
    return btoa(text)
  })

const shownPixels = async (page: Page) => Buffer.from(await shown(page), 'base64')

const pixelsOf = async (bytes: Uint8Array) => (await readImage(bytes)).raster
const hashOf = async (bytes: Uint8Array) => sha256(new Uint8Array((await pixelsOf(bytes)).data.buffer))
const latent = (number: number) =>
  `[data-latent="${number}"] input[type=text], [data-latent="${number}"] .number-input`

describe('a picture', () => {
  test('is there at once, another at a click, and the one before by an undo', async () => {
    const { page, errors } = await begin()
    const first = await shown(page)
    expect(new Set(await shownPixels(page)).size).toBeGreaterThan(50)
    await page.locator('.primary').click()
    await settled(page)
    const second = await shown(page)
    expect(second).not.toBe(first)
    await page.keyboard.press('Control+z')
    await settled(page)
    expect((await shown(page)) === first).toBe(true)
    expect(errors).toEqual([])
  })

  test('is saved as it is seen', async () => {
    const { page } = await begin({ width: 300, height: 240 })
    const seen = await shownPixels(page)
    const { name, bytes } = await saved(page)
    expect(name).toBe('pattern 45.png')
    const { width, height, channels, data } = await pixelsOf(bytes)
    expect([width, height]).toEqual([300, 240])
    let largest = 0
    for (let pixel = 0; pixel < width * height; pixel++)
      for (let channel = 0; channel < 3; channel++)
        largest = Math.max(largest, Math.abs(data[pixel * channels + channel]! - seen[pixel * 4 + channel]!))
    expect(seen.length).toBe(width * height * 4)
    expect(largest).toBeLessThanOrEqual(2)
    expect(extractRecipe(bytes)).toMatchObject({ seed: 45, environment: { arithmetic: 'float32' } })
  })

  test('is opened again by its link and by its file, to the same pixels, in a browser that has never seen it', async () => {
    const { page, context } = await begin()
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.keyboard.press('r')
    await page.keyboard.press('v')
    await page.locator('.cell canvas[data-drawn=true]').nth(8).waitFor()
    await page.locator('.cell').nth(0).click()
    await page.locator('.cell').nth(8).click()
    await page.getByRole('button', { name: 'Cross 2' }).click()
    await page.locator('.cell canvas[data-drawn=true]').nth(8).waitFor()
    await page.locator('.cell').nth(5).dblclick()
    await page.locator('.pad').focus()
    await page.keyboard.press('ArrowRight')
    await settled(page)
    const table = await tableOf(page)
    expect(table.edits.map(({ type }) => type)).toEqual(expect.arrayContaining(['mutate', 'cross', 'place']))
    const { bytes } = await saved(page)
    const hash = await hashOf(bytes)
    await page.keyboard.press('l')
    await page.locator('[data-place="action"] .note').waitFor()
    const link = await page.evaluate(() => navigator.clipboard.readText())

    const { page: byLink } = await open({ at: new URL(link).hash })
    await settled(byLink)
    expect((await tableOf(byLink)).edits).toEqual(table.edits)
    expect(await hashOf((await saved(byLink)).bytes)).toBe(hash)

    const { page: byFile } = await open()
    await drop(byFile, '.stage', [{ name: 'found.png', type: 'image/png', bytes }])
    await expect.poll(async () => (await tableOf(byFile)).edits).toEqual(table.edits)
    await settled(byFile)
    expect(await hashOf((await saved(byFile)).bytes)).toBe(hash)
    expect(await byFile.locator('.shelf-card').count()).toBe(1)
  })

  test('is kept on the shelf, and comes back from there', async () => {
    const { page } = await begin()
    const before = await shown(page)
    await page.keyboard.press('k')
    await page.locator('.shelf-card .card[aria-pressed=true]').waitFor({ timeout: 30_000 })
    await page.keyboard.press('n')
    await settled(page)
    expect(await page.locator('.shelf-card .card[aria-pressed=true]').count()).toBe(0)
    await page.locator('.shelf-card .card').click()
    await settled(page)
    expect((await shown(page)) === before).toBe(true)
  })

  test('is saved in other forms, each with its recipe', { timeout: 120_000 }, async () => {
    const { page } = await begin({ width: 64, height: 48, frames: 3 })
    const forms = {
      png16: 'png',
      jpeg: 'jpg',
      'webp-loop': 'webp',
      svg: 'svg',
      glsl: 'glsl',
      json: 'json',
      onnx: 'onnx',
    }
    for (const [format, extension] of Object.entries(forms)) {
      await page.selectOption('select[aria-label=Format]', format)
      const { name, bytes } = await saved(page)
      expect(name).toBe(`pattern 45.${extension}`)
      expect(extractRecipe(bytes)?.seed, format).toBe(45)
      // The bits of a channel, as the head of the file says.
      if (format === 'png16') expect(bytes[24]).toBe(16)
      if (format === 'webp-loop') expect(extractRecipe(bytes)?.output).toMatchObject({ kind: 'film', frames: 3 })
    }
  })
})

describe('playing', () => {
  test('the pad, its keys and the sliders move the latents; double click gives them back to chance', async () => {
    const { page } = await begin()
    const first = await shown(page)
    const box = (await page.locator('.pad').boundingBox())!
    const at = (x: number, y: number) => [box.x + box.width * x, box.y + box.height * y] as const
    await page.mouse.move(...at(0.5, 0.5))
    await page.mouse.down()
    await page.mouse.move(...at(0.6, 0.4), { steps: 4 })
    await page.mouse.move(...at(0.75, 0.25), { steps: 4 })
    await page.mouse.up()
    await settled(page)
    const dragged = (await tableOf(page)).parameters['z'] as number[]
    expect(dragged[0]).toBeCloseTo(0.575, 1)
    expect(dragged[1]).toBeCloseTo(0.575, 1)
    // The drag is one step.
    await page.keyboard.press('Control+z')
    expect((await tableOf(page)).parameters['z']).toBeUndefined()
    await page.keyboard.press('Control+Shift+z')
    await page.locator('.pad').focus()
    await page.keyboard.press('Shift+ArrowLeft')
    await page.keyboard.press('ArrowUp')
    const stepped = (await tableOf(page)).parameters['z'] as number[]
    expect(stepped[0]).toBeCloseTo(dragged[0]! - 0.1, 5)
    expect(stepped[1]).toBeCloseTo(dragged[1]! + 0.02, 5)
    await page.fill(latent(2), '-3.5')
    await page.press(latent(2), 'Enter')
    expect(((await tableOf(page)).parameters['z'] as number[])[1]).toBe(-3.5)
    await page.locator('.pad').dblclick({ position: { x: 5, y: 5 } })
    await settled(page)
    expect((await tableOf(page)).parameters['z']).toBeUndefined()
    expect((await shown(page)) === first).toBe(true)
  })

  test('keeps the page awake', async () => {
    const { page } = await begin({ width: 1080, height: 1080 })
    const box = (await page.locator('.pad').boundingBox())!
    const longest = await longestTask(page, async () => {
      await page.mouse.move(box.x + 40, box.y + 40)
      await page.mouse.down()
      for (let step = 0; step < 60; step++)
        await page.mouse.move(box.x + 40 + 3 * step, box.y + 40 + step, { steps: 1 })
      await page.mouse.up()
    })
    console.log(`The page's longest task while dragging took ${longest.toFixed(0)} ms.`)
    expect(longest).toBeLessThan(100)
  })

  test('another keeps the latents, and the dice leave alone what is locked', async () => {
    const { page } = await begin({ z: [0.25, -0.5], color: 'hsl' })
    await page.keyboard.press('n')
    await settled(page)
    const next = await tableOf(page)
    expect(next.seed).not.toBe(45)
    expect(next.parameters).toMatchObject({ z: [0.25, -0.5], color: 'hsl' })
    for (const part of ['network', 'colour'])
      await page.getByRole('button', { name: `Lock ${part}`, exact: true }).click()
    await page.keyboard.press('r')
    await settled(page)
    const rolled = await tableOf(page)
    expect(rolled.seed).toBe(next.seed)
    expect(rolled.parameters['color']).toBe('hsl')
    expect(rolled.parameters['z']).not.toEqual([0.25, -0.5])
    await page.getByRole('button', { name: 'Lock latents', exact: true }).click()
    await page.keyboard.press('r')
    await page.locator('[data-place="action"] .note').waitFor()
    expect((await tableOf(page)).parameters).toEqual(rolled.parameters)
  })

  test('the loop waits for a press, whoever looks, and a held frame is what is saved', async () => {
    for (const reducedMotion of ['reduce', 'no-preference'] as const) {
      const { page } = await begin({ frames: 60, fps: 30 }, { reducedMotion })
      const still = await shown(page)
      await page.waitForTimeout(500)
      expect((await shown(page)) === still).toBe(true)
      await page.keyboard.press('p')
      await page.locator('.pad-moving').waitFor()
      await page.waitForTimeout(400)
      await page.keyboard.press('p')
      await settled(page)
      const held = await shownPixels(page)
      expect((await shown(page)) === still).toBe(false)
      const { channels, data } = await pixelsOf((await saved(page)).bytes)
      const differences = Array.from({ length: data.length / channels }, (_, pixel) =>
        Math.abs(data[pixel * channels]! - held[pixel * 4]!),
      )
      expect(differences.reduce((sum, one) => sum + one, 0) / differences.length).toBeLessThan(1)
    }
  })
})

describe('around it', () => {
  test('each instrument keeps its own table', async () => {
    const { page } = await begin({ units: 5 })
    await page.getByRole('button', { name: 'Dream', exact: true }).click()
    await page.getByRole('button', { name: 'Sample: A cup' }).click()
    await page.fill('[data-field="octaves"] input', '7')
    await page.press('[data-field="octaves"] input', 'Enter')
    await page.getByRole('button', { name: 'Pattern', exact: true }).click()
    await settled(page)
    expect(await tableOf(page)).toMatchObject({ seed: 45, parameters: { units: 5, width: 300 } })
    await page.getByRole('button', { name: 'Dream', exact: true }).click()
    expect(await tableOf(page)).toMatchObject({ seed: 1, parameters: { octaves: 7 } })
    expect((await tableOf(page)).inputs['image']?.[0]?.name).toBe('coffee.png')
    await page.reload()
    await page.getByRole('button', { name: 'Pattern', exact: true }).click()
    await settled(page)
    expect((await tableOf(page)).parameters).toMatchObject({ units: 5 })
  })

  test('a network draws; where it might dream as well, the person is asked; a broken one gets a sentence', async () => {
    const { page } = await begin()
    const first = await shown(page)
    await drop(page, '.stage', [networkFile])
    await expect.poll(async () => (await tableOf(page)).files['network']?.[0]?.name).toBe('mine.json')
    await page.selectOption('select[aria-label=Format]', 'png')
    await settled(page)
    expect((await shown(page)) === first).toBe(false)
    await page.keyboard.press('Control+z')
    await drop(page, '.stage', [textFile('model.json', '{"modelTopology":{},"weightsManifest":[]}')])
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /draw patterns/ })
      .click()
    const note = page.locator('[data-place="stage"] .note')
    await note.waitFor()
    expect(await note.innerText()).toMatch(/model\.json/)
    await page.keyboard.press('Control+z')
    await settled(page)
    expect((await shown(page)) === first).toBe(true)
    expect(await note.count()).toBe(0)
  })

  test('a work whose network is not here names it, and takes it wherever it is dropped', async () => {
    const { page: first } = await begin()
    await drop(first, '.stage', [networkFile])
    await settled(first)
    const made = await saved(first)
    const { page } = await begin()
    await drop(page, '.stage', [{ name: 'made.png', type: 'image/png', bytes: made.bytes }])
    const note = page.locator('[data-place="port network"] .note')
    await note.waitFor()
    expect(await note.innerText()).toContain('Network: “mine.json” is not in this browser')
    await drop(page, '.shelf', [{ ...networkFile, name: 'model.json' }])
    await note.waitFor({ state: 'detached' })
    expect((await tableOf(page)).files['network']?.[0]?.name).toBe('model.json')
    await settled(page)
    const again = await saved(page)
    expect((await readImage(again.bytes)).raster).toEqual((await readImage(made.bytes)).raster)
  })

  test('a picture without a recipe leads the pattern or gives its colours, as the person says', async () => {
    const { page } = await begin()
    const card = await import('./work.ts').then(({ pictureFile }) => pictureFile('card.png', 64, 48))
    await drop(page, '.stage', [card])
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Palette/ })
      .click()
    await expect.poll(async () => (await tableOf(page)).inputs['palette']?.[0]?.name).toBe('card.png')
    await settled(page)
    await drop(page, '[data-port="image"]', [card])
    await expect.poll(async () => (await tableOf(page)).inputs['image']?.[0]?.name).toBe('card.png')
    await settled(page)
  })
})
