import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openQueue } from '../src/intake/queue.ts'
import { openSpool } from '../src/intake/spool.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reverie-spool-test-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const [first, second] = ['1'.repeat(32), '2'.repeat(32)]

async function fill(): Promise<void> {
  const spool = await openSpool(folder)
  for (const id of [first, second]) {
    const upload = await spool.begin()
    writeFileSync(upload.picture, id)
    const picture = { kind: 'bytes', bytes: new Uint8Array(), name: 'sun.jpg' } as const
    await upload.accept(id, { channel: 'form', key: id, at: 0, keys: {}, body: '', picture })
  }
  await spool.close()
}

test('what began and came to no end, since it may have ended the process, lets all others go first and waits longer', async () => {
  await fill()
  // Twice the process ends while the first is taken in.
  for (let crash = 0; crash < 2; crash++) {
    const spool = await openSpool(folder)
    await spool.read(first)
    await spool.close()
  }
  const spool = await openSpool(folder)
  expect(await spool.waiting()).toMatchObject([
    { id: second, begun: 0 },
    { id: first, begun: 2 },
  ])
  const taken: string[] = []
  let clock = 0
  const queue = await openQueue({
    spool,
    takeIn: async ({ key }) => {
      taken.push(key)
      return { state: 'refused', flaws: [] }
    },
    log: () => undefined,
    now: () => clock,
  })
  await expect.poll(() => queue.size()).toBe(1)
  expect(taken).toEqual([second])
  clock = 4000
  queue.add('3'.repeat(32))
  await expect.poll(() => taken).toEqual([second, first])
  await queue.stop()
  await spool.close()
})
