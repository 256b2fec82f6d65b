import { readFileSync } from 'node:fs'
import { codesTable, configTable, frontMatterTable, generatorTable } from '@reverie/gallery/node'
import { expect, test } from 'vitest'

const guide = readFileSync(new URL('../../../docs/guide/gallery.md', import.meta.url), 'utf8')

test.each([
  ['the keys of gallery.yaml', configTable],
  ['the keys of a generator', generatorTable],
  ['the keys of a work', frontMatterTable],
  ['the codes of problems', codesTable],
])('the guide tells %s as they are', (_, table) => {
  expect(guide).toContain(`\n\n${table()}\n\n`)
})
