import { expect, test } from 'vitest'
import { dream } from '../../src/index.ts'
import { card, request } from '../material.ts'

const photo = card(120, 90)
const film = { ...photo, film: { frames: async function* () {}, count: 50, fps: 24 } }

test('a picture is as large as its input, or as its longest side may be', () => {
  expect(dream.plan(request({ image: [photo] }))).toEqual({ kind: 'raster', width: 120, height: 90, long: false })
  expect(dream.plan(request({ image: [photo] }, { maxSide: 40 }))).toMatchObject({ width: 40, height: 30 })
})

test('films are told with their frames: of a picture, of a film, of as much of it as is wanted', () => {
  const plan = (image: typeof photo, parameters = {}) => dream.plan(request({ image: [image] }, parameters))
  expect(plan(photo, { frames: 5, fps: 8 })).toMatchObject({ kind: 'film', frames: 5, fps: 8 })
  expect(plan(film)).toMatchObject({ kind: 'film', frames: 50, fps: 24, width: 120 })
  expect(plan(film, { frames: 9 })).toMatchObject({ frames: 9, fps: 24 })
  const endless = { ...photo, film: { frames: film.film.frames, fps: 24 } }
  expect(plan(endless)).not.toHaveProperty('frames')
})

test('much work is long', () => {
  expect(dream.plan(request({ image: [card(1200, 900)] }, { steps: 100 })).long).toBe(true)
})

test('at another size the input is, and no longest side limits it', () => {
  const larger = dream.resize(request({ image: [photo] }, { maxSide: 40 }), { width: 240, height: 180 })
  expect(dream.plan(larger)).toMatchObject({ width: 240, height: 180 })
})
