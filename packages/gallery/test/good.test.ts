import { afterEach, expect, test } from 'vitest'
import { markdown, openDesk } from './fixtures/desk.ts'
import { avif, gif, jpeg, picture, webp } from './fixtures/pictures.ts'

let desk = openDesk()
afterEach(() => {
  desk.clear()
  desk = openDesk()
})

test('a gallery without anything wrong: every format, optional keys, lineage, a text with links, joiners', async () => {
  await desk.work('ada-sun')
  await desk.work('ada-moon', {
    website: 'https://example.org/ada?a=1&b=2',
    affiliation: 'Analytical Society',
    guide: 'ada-sun',
    parents: '[ada-sun]',
    layout: 'work',
    title: '"Père & fils: 愛 👩‍🎨"',
  })
  const formats = { jpg: jpeg, jpeg, webp, gif, avif }
  for (const [ending, make] of Object.entries(formats)) {
    const uid = `made-${ending}`
    const text = '# Heading\n\n[A page](https://example.org/a_(b)), `<b>` and 1 < 2.\n\nنص\n'
    desk.write(`works/2026/${uid}.md`, markdown(uid, { image: `${uid}.${ending}`, date: '2026-03-21' }, text))
    desk.write(`works/2026/${uid}.${ending}`, await make(uid))
  }
  desk.write('works/2026/.gitkeep', '')
  expect(await desk.check()).toEqual([])
})

test('line ends of other systems are taken', async () => {
  desk.write('works/2026/ada-sun.md', markdown('ada-sun').replaceAll('\n', '\r\n'))
  desk.write('works/2026/ada-sun.png', await picture('sun'))
  expect(await desk.check()).toEqual([])
})

test('a gallery without works', async () => {
  expect(await desk.check()).toEqual([])
})
