import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { readImage, writeImage } from '@reverie/image/node'
import { embedRecipe, extractRecipe, type Recipe } from '@reverie/recipe'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDesk, quick, sample } from './run.ts'

const desk = openDesk()
afterAll(() => desk.clear())

beforeAll(async () => {
  for (const name of ['chelsea.png', 'coffee.png']) copyFileSync(sample(name), desk.path(name))
  for (const [name, out] of [
    ['chelsea.png', 'work.png'],
    ['chelsea.png', 'work.jpg'],
    ['coffee.png', 'coffee-dream.png'],
  ] as const) {
    await desk.reverie('dream', name, ...quick, '-o', out)
  }
}, 120_000)

async function verdict(...words: string[]) {
  const { code, out, err } = await desk.reverie('verify', ...words, '--json')
  return { code, err, ...(JSON.parse(out) as { same: boolean; psnr: number; checked: string }) }
}

/** A copy of a work whose recipe says something else. */
function retell(from: string, to: string, change: (recipe: Recipe) => Recipe): void {
  const bytes = readFileSync(desk.path(from))
  writeFileSync(desk.path(to), embedRecipe(bytes, change(extractRecipe(bytes)!)))
}

describe('reverie verify', () => {
  test('finds a work the same, demanding identical pixels, lossy formats too', async () => {
    expect(await verdict('work.png')).toMatchObject({ code: 0, same: true, checked: 'identical', psnr: 999 })
    expect(await verdict('work.jpg')).toMatchObject({ code: 0, same: true, checked: 'identical' })
  })

  test('one altered pixel is not the same', async () => {
    const bytes = readFileSync(desk.path('work.png'))
    const { raster } = await readImage(bytes)
    raster.data[1000] = raster.data[1000]! ^ 1
    writeFileSync(
      desk.path('touched.png'),
      await writeImage(raster, { format: 'png', recipe: extractRecipe(bytes)! }),
    )
    const found = await verdict('touched.png')
    expect(found).toMatchObject({ code: 1, same: false, checked: 'identical' })
    expect(found.psnr).toBeGreaterThan(60)
  })

  test('one altered parameter is not the same', async () => {
    retell('work.png', 'steps.png', (recipe) => ({ ...recipe, parameters: { ...recipe.parameters, steps: 3 } }))
    expect(await verdict('steps.png')).toMatchObject({ code: 1, same: false })
    retell('work.png', 'seed.png', (recipe) => ({ ...recipe, seed: 2 }))
    expect(await verdict('seed.png')).toMatchObject({ code: 1, same: false })
  })

  test('a work from before files said where they come from is the same, drawings to the byte', async () => {
    const before = (recipe: Recipe): Recipe => ({ ...recipe, digitalSourceType: undefined })
    await desk.reverie('pattern', '--width', '64', '--height', '48', '-o', 'drawing.svg')
    for (const name of ['work.png', 'drawing.svg']) {
      expect(readFileSync(desk.path(name), 'latin1')).toContain('DigitalSourceType>http://cv.iptc.org/')
      retell(name, `before-${name}`, before)
      expect(readFileSync(desk.path(`before-${name}`), 'latin1')).not.toMatch(/DigitalSourceType|Iptc/)
      expect(await verdict(`before-${name}`)).toMatchObject({ code: 0, same: true })
    }
  })

  test('another input is not the same', async () => {
    const coffee = extractRecipe(readFileSync(desk.path('coffee-dream.png')))!
    retell('work.png', 'input.png', (recipe) => ({ ...recipe, inputs: coffee.inputs }))
    expect(await verdict('input.png')).toMatchObject({ code: 1, same: false })
  })

  test('a work from elsewhere has to reach a PSNR, and is told so', async () => {
    retell('work.png', 'foreign.png', (recipe) => ({
      ...recipe,
      environment: { ...recipe.environment, runtime: 'onnxruntime-node 1.0.0' },
    }))
    expect(await verdict('foreign.png')).toMatchObject({ code: 0, same: true, checked: 'psnr', leastPsnr: 20 })
    const coffee = extractRecipe(readFileSync(desk.path('coffee-dream.png')))!
    retell('foreign.png', 'foreign-input.png', (recipe) => ({
      ...recipe,
      inputs: coffee.inputs,
      parameters: { ...recipe.parameters, maxSide: 96 },
    }))
    expect(await verdict('foreign-input.png')).toMatchObject({ code: 1, same: false, checked: 'psnr' })
  })

  test('a missing input is named by its hash and its name, with what to do', async () => {
    const { inputs } = extractRecipe(readFileSync(desk.path('work.png')))!
    rmSync(desk.path('.cache'), { recursive: true })
    rmSync(desk.path('chelsea.png'))
    const found = await verdict('work.png', '--inputs', desk.folder)
    expect(found).toMatchObject({ code: 1, same: false, checked: 'nothing' })
    expect(found.err).toContain(
      `The input "chelsea.png" (SHA-256 ${inputs['image']![0]!.sha256}) is not in the input store.`,
    )
    expect(found.err).toContain('--inputs <folder>')
    mkdirSync(desk.path('photos', 'summer'), { recursive: true })
    copyFileSync(sample('chelsea.png'), desk.path('photos', 'summer', 'renamed.png'))
    expect(await verdict('work.png', '--inputs', 'photos')).toMatchObject({ code: 0, same: true })
  })
})
