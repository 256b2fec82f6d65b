import { expect, it } from 'vitest'
import { describeParameters } from '../../src/index.ts'
import { composeScene } from '../../src/pattern/compose.ts'
import { rasterOf } from '../../src/pattern/kernel/kernel.ts'
import { patternParameters } from '../../src/pattern/params.ts'
import { patternPresets } from '../../src/pattern/presets.ts'

it('every preset draws something of its own', () => {
  const pictures = Object.values(patternPresets).map(({ parameters }) => {
    const complete = patternParameters.parse({ ...parameters, width: 16, height: 16 })
    return rasterOf(composeScene({ parameters: complete, seed: 11 }), 8).data.join()
  })
  expect(new Set(pictures).size).toBe(Object.keys(patternPresets).length)
})

it('a list of numbers is described as one', () => {
  const parameters = describeParameters({ parameters: patternParameters })
  expect(parameters.find(({ name }) => name === 'z')).toMatchObject({
    kind: 'numbers',
    control: 'latents',
    minimum: -10,
    maximum: 10,
    most: 64,
    optional: true,
  })
  expect(parameters.slice(0, 5).map(({ name }) => name)).toEqual(['color', 'activation', 'units', 'depth', 'gain'])
})
