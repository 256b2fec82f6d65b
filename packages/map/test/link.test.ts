import { expect, test } from 'vitest'
import { linkOf, stateOf, type MapState } from '../src/link.ts'

test('a link holds the whole state, in units of the map', () => {
  const state: MapState = {
    layout: 'tsne',
    view: { x: 0.25, y: 0.125, extent: 0.0625 },
    filter: {
      words: 'blue heron',
      like: '00112233aabbccdd',
      facets: {
        tag: { with: ['a, b', 'c&d=e'], without: ['é#'], mode: 'all' },
        year: { with: ['1999'], without: [], mode: 'any' },
      },
    },
    selected: 'ffeeddccbbaa0011',
    open: true,
  }
  expect(stateOf(`#${linkOf(state)}`)).toEqual(state)
  expect(linkOf(state)).toContain('at=0.25,0.125,0.0625')
})

test('what a link says badly is left out', () => {
  for (const bad of ['at=1,2', 'at=a,b,c', 'at=0,0,-1', 'at=0,0,0.1,7', 'open=1', '%%%'])
    expect(stateOf(bad)).toEqual({ filter: { words: '', like: '', facets: {} }, open: false })
})
