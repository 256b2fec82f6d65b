import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeFileAtomic } from '@reverie/recipe/node'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reverie-atomic-'))
})
afterEach(async () => {
  await chmod(folder, 0o755)
  await rm(folder, { recursive: true, force: true })
})

test('replaces a file in one step and leaves nothing beside it', async () => {
  const path = join(folder, 'new', 'a.png')
  await writeFileAtomic(path, new Uint8Array([1]))
  await writeFileAtomic(path, [new Uint8Array([2]), new Uint8Array([3])])
  expect([...(await readFile(path))]).toEqual([2, 3])
  expect(await readdir(join(folder, 'new'))).toEqual(['a.png'])
  expect(process.listenerCount('SIGINT')).toBe(0)
})

async function* breaking() {
  yield new Uint8Array(10)
  throw new Error('the film broke')
}

test('a failure keeps the old file and removes the temporary one', async () => {
  const path = join(folder, 'a.png')
  await writeFile(path, 'old')
  await expect(writeFileAtomic(path, breaking())).rejects.toThrow('the film broke')
  expect(await readFile(path, 'utf8')).toBe('old')
  expect(await readdir(folder)).toEqual(['a.png'])
})

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s in mid-write ends the process, and no partial file is left',
  async (signal) => {
    const script = fileURLToPath(new URL('./files/slow-write.ts', import.meta.url))
    const child = spawn(
      process.execPath,
      ['--conditions=reverie-source', '--import', 'tsx', script, join(folder, 'a.png')],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    await once(child.stdout, 'data')
    expect(await readdir(folder)).toEqual([expect.stringMatching(/^\.[0-9a-f]{12}\.tmp-a\.png$/)])
    child.kill(signal)
    const [, by] = (await once(child, 'exit')) as [number | null, string | null]
    expect(by).toBe(signal)
    expect(await readdir(folder)).toEqual([])
  },
)
