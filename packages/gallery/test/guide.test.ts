/** Which earlier work guides which, and who comes from whom. */
import { expect, test } from 'vitest'
import { guideOf } from '../src/build/guide.ts'
import { lineageOf } from '../src/build/lineage.ts'
import type { GalleryWork } from '../src/load/works.ts'

const work = (uid: string, time: number, text: Partial<GalleryWork['text']> = {}): GalleryWork => ({
  uid,
  year: '2026',
  kind: 'picture',
  text: { remix: true, license: 'CC-BY-4.0', time, ...text } as GalleryWork['text'],
  markdown: { path: `works/2026/${uid}.md`, sha256: '', bytes: 1 },
  picture: { path: `works/2026/${uid}.png`, sha256: '', bytes: 1 },
})
const many = (count: number): GalleryWork[] =>
  Array.from({ length: count }, (_, index) => work(`work-${index}`, index))
const guides = (works: readonly GalleryWork[]): Record<string, string | undefined> =>
  Object.fromEntries(works.map((each) => [each.uid, guideOf(each, works)?.uid]))

test('always an earlier one, and not always the same', () => {
  const works = many(200)
  const chosen = guides(works)
  expect(chosen['work-0']).toBeUndefined()
  for (const [uid, guide] of Object.entries(chosen).slice(1))
    expect(Number(guide!.slice(5))).toBeLessThan(Number(uid.slice(5)))
  expect(new Set(Object.values(chosen)).size).toBeGreaterThan(40)
})

test('a work that comes or goes changes few of the others’ guides', () => {
  const works = many(200)
  const before = guides(works)
  // One that is earlier than all others is drawn by one of n; in all by about ln 200.
  const after = guides([work('first-of-all', -1), ...works])
  const changed = works.filter(({ uid }) => before[uid] !== after[uid])
  expect(changed.length).toBeLessThan(20)
  expect(changed.every(({ uid }) => after[uid] === 'first-of-all')).toBe(true)
  const without = guides(works.filter(({ uid }) => uid !== 'work-17'))
  for (const { uid } of works)
    if (uid !== 'work-17' && before[uid] !== 'work-17') expect(without[uid]).toBe(before[uid])
})

test('pictures do not matter', () => {
  const works = many(50)
  const others = works.map((each) => ({ ...each, picture: { ...each.picture, sha256: each.uid } }))
  expect(guides(others)).toEqual(guides(works))
})

test('nobody is guided by a work that does not consent, or whose licence does not allow it', () => {
  const works = [
    work('shy', 1, { remix: false }),
    work('fixed', 2, { license: 'CC-BY-ND-4.0' }),
    work('alike', 3, { license: 'CC-BY-SA-4.0' }),
    work('last', 4),
  ]
  expect(guides(works)).toEqual({ shy: undefined, fixed: undefined, alike: undefined, last: undefined })
  expect(guides([...works, work('same', 5, { license: 'CC-BY-SA-4.0' })])['same']).toMatch(/^(?:alike|last)$/)
})

test('a guide that the work names goes before', () => {
  const works = [...many(20), work('last', 30, { guide: 'work-7' })]
  expect(guides(works)['last']).toBe('work-7')
})

test('lineage: what works say, and what went into what was made of them', () => {
  const works = [
    { uid: 'a', text: {}, generated: [{ parents: [{ uid: 'a' }] }] },
    { uid: 'b', text: { parents: ['a', 'gone'] }, generated: [{ parents: [{ uid: 'b' }, { uid: 'a' }] }] },
    { uid: 'c', text: { guide: 'a', parents: ['b'] }, generated: [{ parents: [{ uid: 'c' }, { uid: 'a' }] }] },
  ]
  expect(Object.fromEntries(lineageOf(works))).toEqual({
    a: {
      parents: [],
      descendants: [
        { uid: 'b', through: ['parents', 'generated'] },
        { uid: 'c', through: ['guide', 'generated'] },
      ],
    },
    b: {
      parents: [{ uid: 'a', through: ['parents', 'generated'] }],
      descendants: [{ uid: 'c', through: ['parents'] }],
    },
    c: {
      parents: [
        { uid: 'a', through: ['guide', 'generated'] },
        { uid: 'b', through: ['parents'] },
      ],
      descendants: [],
    },
  })
})
