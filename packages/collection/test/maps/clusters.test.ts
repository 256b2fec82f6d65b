import { clustersOf } from '@reverie/collection'
import { expect, test } from 'vitest'
import { clustered, listsOf } from './lists.ts'

const words = ['animals', 'birds', 'cars', 'drums', 'eggs', 'flags']

test('clusters are what belongs together, named by what sets them apart', async () => {
  const lists = listsOf(clustered(300, 6), 24, 15)
  const pieces = Array.from({ length: 300 }, (_, piece) => ({ title: '', tags: ['art', words[piece % 6]!] }))
  const { labels, names } = await clustersOf(lists, pieces, { resolution: 1 })
  expect(names.toSorted()).toEqual(words)
  for (const [piece, label] of labels.entries()) expect(names[label]).toBe(words[piece % 6])
  expect(await clustersOf(lists, pieces, { resolution: 1 })).toEqual({ labels, names })
})

test('names differ where tags do not suffice', async () => {
  const lists = listsOf(clustered(300, 6), 24, 15)
  const alike = Array.from({ length: 300 }, (_, piece) => ({
    title: '',
    tags: piece % 6 < 3 ? ['animals', words[piece % 3]!] : [],
  }))
  const { names } = await clustersOf(lists, alike, { resolution: 1 })
  expect(new Set(names).size).toBe(6)
  expect(names.filter((name) => /^cluster \d$/.test(name))).toHaveLength(3)
  const none = await clustersOf(
    lists,
    Array.from({ length: 300 }, () => ({ title: '', tags: [] })),
    { resolution: 1 },
  )
  expect(none.names).toEqual(Array.from({ length: 6 }, (_, cluster) => `cluster ${cluster + 1}`))
})

test('titles name what has no tags, and tell apart what has the same', async () => {
  const lists = listsOf(clustered(300, 6), 24, 15)
  const pieces = Array.from({ length: 300 }, (_, piece) => ({
    title: `${words[piece % 6]!.toUpperCase()} no ${piece}`,
    tags: piece % 6 < 2 ? ['Nature'] : [],
  }))
  const { names } = await clustersOf(lists, pieces, { resolution: 1 })
  expect(names.toSorted()).toEqual(['Nature', 'Nature, birds', 'cars', 'drums', 'eggs', 'flags'])
})

test('a handful of pieces is no cluster', async () => {
  const few = await clustersOf(
    listsOf(clustered(3, 1), 24, 15),
    Array.from({ length: 3 }, () => ({ title: '', tags: ['a'] })),
  )
  expect(few).toEqual({ labels: Int32Array.of(-1, -1, -1), names: [] })
  expect(await clustersOf(listsOf(clustered(1, 1), 24, 15), [{ title: '', tags: [] }], { least: 1 })).toEqual({
    labels: Int32Array.of(0),
    names: ['cluster 1'],
  })
})
