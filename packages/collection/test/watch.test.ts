import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { watchSources } from '../src/collect/watch.ts'
import { openFolderSource } from '../src/sources/folder.ts'

test('a picture is heard of where the collection lies in the very folder of the pictures', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'reverie-watch-'))
  const source = await openFolderSource(folder, 'pictures', folder)
  const watcher = watchSources([source], source.origin.location)
  let number = 0
  // Again and again: a watcher begins to hear at some moment after it was made. It waits until writing has come to rest.
  const writing = setInterval(() => {
    if (number < 20) void writeFile(join(folder, `${number++}.png`), 'picture')
  }, 200)
  try {
    await watcher.next(new AbortController().signal)
    expect(number).toBeGreaterThan(0)
  } finally {
    clearInterval(writing)
    await watcher.close()
    await rm(folder, { recursive: true })
  }
})
