import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { collect, openCollection } from '@reverie/collection/node'
import { makeHostile } from './hostile.ts'
import { openDesk, shape } from './pictures.ts'

test('Bad files are all reported, by the right name for what is wrong, and none ends the run', async () => {
  const desk = openDesk()
  try {
    const expected = await makeHostile(desk)
    expect(Object.keys(expected).length).toBeGreaterThanOrEqual(30)
    // What is odd, but can be collected.
    desk.write('a photograph.png', await shape(20, 'jpeg'))
    desk.write('a copy.png', await shape(1))
    writeFileSync(
      Buffer.concat([Buffer.from(`${desk.pictures}/caf`), Buffer.from([0xe9]), Buffer.from('.png')]),
      await shape(21),
    )
    const options = { sources: [desk.pictures], collection: desk.collection, model: 'mobilenet', threads: 0 }
    const report = await collect(options)
    expect(Object.fromEntries(report.problems.map(({ path, code }) => [path, code]))).toEqual(expected)
    for (const { message, path } of report.problems) {
      expect(message, path).toMatch(/^".*\.$/s)
      expect(message, path).not.toMatch(/undefined|\[object|\n/)
    }
    expect(report.notes.map(({ path, code }) => `${path}: ${code}`).sort()).toEqual([
      'a photograph.png: wrong-ending',
      'caf\\xe9.png: name',
      'good.png: duplicate',
    ])
    expect(report.pieces).toBe(4)
    const collection = await openCollection(desk.collection)
    const odd = (await collection.pieces()).find(({ path }) => path.startsWith('caf'))
    expect(await collection.original(odd!.id)).toEqual(new Uint8Array(await shape(21)))
    // What was bad is not tried again while it stays as it is, and is reported again.
    const again = await collect(options)
    expect(again.problems).toEqual(report.problems)
    expect(again.figures.picturesPerSecond).toBe(0)
  } finally {
    desk.clear()
  }
})
