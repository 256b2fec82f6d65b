/**
 * A guide works: a dream resembles its guide more than dreams with other guides do, and more than a pixel blend of
 * picture and guide. Nearness is the mean best-match cosine at the guided layer (features.ts), at default settings.
 */
import { psnr, type Raster } from '@reverie/image'
import { afterAll, expect, test } from 'vitest'
import { activationsOf, meanBestCosine } from '../../src/dream/features.ts'
import { planesOf, rasterOf, resizeTo, shrinkTo } from '../../src/dream/raster.ts'
import { dream, parametersOf } from '../../src/index.ts'
import { dreamed, host, openInput, sample } from '../material.ts'

afterAll(() => host.dispose())

test.each([
  ['coffee.png', ['rocket.jpg', 'hubble_deep_field.jpg', 'chelsea.png']],
  ['chelsea.png', ['rocket.jpg', 'hubble_deep_field.jpg', 'coffee.png']],
])('on %s, each dream is nearest to its own guide', async (name, names) => {
  const model = await host.model('inception')
  const layer = model.guideLayer
  const see = async (raster: Raster) =>
    (await activationsOf(await host.runtime(), model, [layer], planesOf(raster))).get(layer)!
  const parameters = parametersOf(dream, { parameters: { maxSide: 384 } })
  const image = await openInput(sample(name))
  const guides = await Promise.all(names.map((guide) => openInput(sample(guide))))
  const results: Raster[] = []
  for (const guide of guides) {
    const { raster } = await dreamed({ parameters, seed: 1, inputs: { image: [image], guide: [guide] } })
    results.push(raster)
  }
  const picture = shrinkTo(image.raster, 384)
  for (const [index, guide] of guides.entries()) {
    const seen = await see(shrinkTo(guide.raster, parameters.guideSize))
    const nearness = await Promise.all(results.map(async (result) => meanBestCosine(await see(result), seen)))
    const blend = meanBestCosine(await see(half(picture, guide.raster)), seen)
    const plain = meanBestCosine(await see(picture), seen)
    console.log(
      `${name} guided by ${names[index]}: own ${nearness[index]!.toFixed(3)}, all ` +
        `${nearness.map((value) => value.toFixed(3)).join(' ')}, blend ${blend.toFixed(3)}, picture ${plain.toFixed(3)}`,
    )
    expect(Math.max(...nearness)).toBe(nearness[index])
    expect(nearness[index]).toBeGreaterThan(blend)
  }
  for (const [index, result] of results.entries()) {
    for (const other of results.slice(index + 1)) expect(psnr(result, other)).toBeLessThan(25)
  }
})

/** A pixel blend, half and half. */
function half(picture: Raster, guide: Raster): Raster {
  const [left, right] = [planesOf(picture), planesOf(resizeTo(guide, picture))]
  return rasterOf({ ...left, data: left.data.map((value, at) => (value + right.data[at]!) / 2) })
}
