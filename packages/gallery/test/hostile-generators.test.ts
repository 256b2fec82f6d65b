/** Generators that cannot work are told, all at once, by `check` and `build` alike, before anything is made. */
import { existsSync } from 'node:fs'
import { buildGallery } from '@reverie/gallery/node'
import { afterEach, expect, test } from 'vitest'
import { configOf } from './fixtures/building.ts'
import { openDesk, type Desk } from './fixtures/desk.ts'

let desk: Desk
afterEach(() => desk.clear())

const faults: readonly (readonly [generator: string, message: RegExp, fix: RegExp])[] = [
  ['instrument: draem', /no instrument "draem"/, /dream, pattern, collage/],
  ['instrument: constructor', /no instrument "constructor"/, /dream, pattern/],
  ['instrument: dream, preset: nothing', /"dream" has no preset "nothing"/, /Take one of/],
  ['instrument: dream, parameters: { octave: 3 }', /no parameter "octave"/, /octaves/],
  ['instrument: dream, parameters: { octaves: 99 }', /parameter "octaves": Too big/, /--help/],
  ['instrument: dream, parameters: { octaves: many }', /parameter "octaves": Invalid input/, /--help/],
  ['instrument: dream, parameters: { model: /etc/passwd }', /no network "\/etc\/passwd"/, /inception, mobilenet/],
  ['instrument: dream, inputs: { picture: work }', /no input "picture"/, /image, guide, mask/],
  ['instrument: dream, inputs: { guide: later }', /"later", which is neither/, /work, earlier/],
  ['instrument: dream, inputs: { guide: self }', /"self", which is neither/, /work, earlier/],
  ['instrument: pattern, inputs: { network: work }', /input "network" of "pattern" takes no picture/, /plug-in/],
  ['instrument: collage', /"collage" needs something for its input "collection"/, /another instrument/],
  ['instrument: dream, each: { layers: nowhere }', /no layer of "inception" has "nowhere"/, /mixed5/],
  ['instrument: pattern, each: { layers: mixed }', /"pattern" has no layers/, /Leave/],
  ['instrument: pattern, frames: { count: 3 }', /no picture to come closer to/, /image: work/],
  ['instrument: dream, each: { layers: mixed }, frames: { count: 2 }', /"each" and "frames"/, /two generators/],
  ['instrument: dream, format: svg', /"dream" makes no svg/, /jpeg, png/],
  ['instrument: pattern, format: mp4', /one picture, and mp4 holds films/, /frames: 24/],
  ['instrument: pattern, parameters: { frames: 9 }', /a film, and jpeg holds none/, /webp, gif/],
]

test.each(faults)('%s', async (generator, message, fix) => {
  desk = openDesk(configOf(`name: self, ${generator}`))
  await desk.work('one')
  const expected = [
    {
      file: 'gallery.yaml',
      line: 4,
      code: 'wrong-value',
      message: expect.stringMatching(message),
      fix: expect.stringMatching(fix),
    },
  ]
  expect(await desk.check()).toEqual(expected)
  const { problems, made, kept } = await buildGallery({ folder: desk.folder })
  expect({ problems, made, kept }).toEqual({ problems: expected, made: [], kept: 0 })
})

test('all at once, each on its line', async () => {
  desk = openDesk(
    `version: 1
title: A Gallery
generators:
  - name: one
    instrument: dream
    parameters:
      octaves: 0
      stepz: 3
  - name: layer
    instrument: dream
    each: { layers: mixed }
  - name: layer-mixed3
    instrument: dream
  - name: picture
    instrument: pattern
  - name: film
    instrument: pattern
    format: webm
    parameters: { frames: 9 }
  - name: last
    instrument: dream
    inputs:
      guide: film
`,
  )
  await desk.work('one')
  const told = (await desk.check()).map(({ line, message }) => `${line}: ${message}`)
  expect(told).toEqual([
    expect.stringMatching(/^7: Generator "one": parameter "octaves"/),
    expect.stringMatching(/^8: Generator "one": "dream" has no parameter "stepz"/),
    expect.stringMatching(/^12: Generator "layer-mixed3": its file "layer-mixed3-<uid>" is also that of another/),
    expect.stringMatching(/^14: Generator "picture": the name is that of pictures/),
    expect.stringMatching(/^23: Generator "last": "film" makes webm, which is no picture/),
  ])
  await buildGallery({ folder: desk.folder })
  expect(existsSync(desk.path('generated'))).toBe(false)
})

test('keys that generators do not have are told with those that they have', async () => {
  desk = openDesk(configOf('nam: weave', 'name: We Ave, instrument: pattern', 'name: none'))
  const told = (await desk.check()).map(({ line, message, fix }) => `${line}: ${message} ${fix}`)
  expect(told).toEqual([
    expect.stringMatching(/^4: The key "generators\.name" is missing\. Add, for example: name: dreamy/),
    expect.stringMatching(
      /^4: There is no key "nam"\. Remove it, or write the one that is meant: name, instrument, plugin/,
    ),
    expect.stringMatching(/^5: "generators\.name": "We Ave" is no name of a generator/),
    expect.stringMatching(/^6: "generators": it needs either an instrument or a plug-in/),
  ])
})

test('a configuration that cannot be read builds nothing, and removes nothing', async () => {
  desk = openDesk(configOf('name: weave, instrument: pattern, format: png, parameters: { width: 32, height: 32 }'))
  await desk.work('one')
  expect((await buildGallery({ folder: desk.folder })).made).toHaveLength(1)
  desk.write('gallery.yaml', 'version: 1\ntitle: A Gallery\ngenerators: [{ nam: weave }]\n')
  const report = await buildGallery({ folder: desk.folder })
  expect(report.problems.map(({ file }) => file)).toContain('gallery.yaml')
  expect({ made: report.made, removed: report.removed }).toEqual({ made: [], removed: [] })
  expect(existsSync(desk.path('generated/one/weave-one.png'))).toBe(true)
})

test('the usual generators are right', async () => {
  desk = openDesk()
  await desk.work('one', { remix: 'false' })
  expect(await desk.check()).toEqual([])
  expect((await buildGallery({ folder: desk.folder })).problems).toEqual([])
})
