/** Shaders for editors on the web draw the picture that the exact kernel draws, to 2/255. */
import { expect, it } from 'vitest'
import { draw, expectExact } from './forms.ts'
import { scenes } from './scenes.ts'

it('for Shadertoy', async () => {
  const { shadertoy } = await draw({ forms: ['shadertoy'], scenes })
  expect(Object.keys(shadertoy!)).toEqual(Object.keys(scenes))
  expectExact(shadertoy!, scenes)
})

it("for the Book of Shaders' editor", async () => {
  const { book } = await draw({ forms: ['book'], scenes })
  expect(Object.keys(book!)).toEqual(Object.keys(scenes))
  expectExact(book!, scenes, true)
})
