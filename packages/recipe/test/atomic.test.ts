import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { atomically, putBack, writeFileAtomic } from '@reverie/recipe/node'

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

const temporary = /^\.a\.png\.[0-9a-f]{8}-\d+-[0-9a-f]{8}\.reverie-part$/

/** Starts a process that writes `a.png` for ever, and waits until it has begun. */
async function startWriting(...extra: string[]): Promise<ChildProcess> {
  const script = fileURLToPath(new URL('./files/slow-write.ts', import.meta.url))
  const child = spawn(
    process.execPath,
    ['--conditions=reverie-source', '--import', 'tsx', script, join(folder, 'a.png'), ...extra],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  await once(child.stdout, 'data')
  expect(await readdir(folder)).toEqual([expect.stringMatching(temporary)])
  return child
}

async function endedBy(child: ChildProcess, signal: NodeJS.Signals): Promise<unknown> {
  const ended = once(child, 'exit')
  child.kill(signal)
  const [code, by] = (await ended) as [number | null, string | null]
  return by ?? code
}

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s in mid-write ends the process, and no partial file is left',
  async (signal) => {
    expect(await endedBy(await startWriting(), signal)).toBe(signal)
    expect(await readdir(folder)).toEqual([])
  },
)

test('a program that ends in its own way leaves no partial file either', async () => {
  expect(await endedBy(await startWriting('exits with 7'), 'SIGINT')).toBe(7)
  expect(await readdir(folder)).toEqual([])
})

test('what a killed process left goes with the next write of another one', async () => {
  expect(await endedBy(await startWriting(), 'SIGKILL')).toBe('SIGKILL')
  expect(await readdir(folder)).toEqual([expect.stringMatching(temporary)])
  await writeFileAtomic(join(folder, 'b.png'), new Uint8Array([1]))
  expect(await readdir(folder)).toEqual(['b.png'])
})

test('what others write is left alone, until nobody touched it for a day', async () => {
  const names: string[] = []
  await atomically(join(folder, 'elsewhere', 'a.png'), async (path) => {
    names.push(basename(path))
    await writeFile(path, '')
  })
  const [mine] = names as [string]
  const living = mine.replace(`-${process.pid}-`, `-${process.ppid}-`)
  const dead = mine.replace(`-${process.pid}-`, '-3999999-')
  const far = mine.replace(/\.[0-9a-f]{8}-\d+/, '.00000000-1')
  const old = mine.replace(/\.[0-9a-f]{8}-\d+/, '.00000000-2')
  for (const name of [living, far, old]) await writeFile(join(folder, name), '')
  await mkdir(join(folder, dead, 'frames'), { recursive: true })
  const before = new Date(Date.now() - 2 * 86_400_000)
  await utimes(join(folder, old), before, before)
  await writeFileAtomic(join(folder, 'b.png'), new Uint8Array([1]))
  expect(new Set(await readdir(folder))).toEqual(new Set([living, far, 'b.png', 'elsewhere']))
})

test('a folder takes the place of another one, and only when it is whole', async () => {
  const path = join(folder, 'frames')
  const write = async (temporary: string, name: string): Promise<void> => {
    await mkdir(temporary)
    await writeFile(join(temporary, name), '')
  }
  await atomically(path, (temporary) => write(temporary, 'one.png'))
  const failed = atomically(path, async (temporary) => {
    await write(temporary, 'two.png')
    expect(await readdir(path)).toEqual(['one.png'])
    throw new Error('no more')
  })
  await expect(failed).rejects.toThrow('no more')
  expect(await readdir(path)).toEqual(['one.png'])
  await atomically(path, (temporary) => write(temporary, 'two.png'))
  expect(await readdir(path)).toEqual(['two.png'])
  expect(await readdir(folder)).toEqual(['frames'])
})

test('a folder that was moved aside when its process was killed is put back', async () => {
  const path = join(folder, 'site')
  let part = ''
  await atomically(path, async (temporary) => {
    part = basename(temporary)
    await mkdir(temporary)
    await writeFile(join(temporary, 'CNAME'), 'example.org')
  })
  const aside = part.replace(`-${process.pid}-`, '-3999999-').replace(/part$/, 'aside')
  const living = aside.replace('-3999999-', `-${process.ppid}-`)
  await rename(path, join(folder, aside))
  putBack(folder)
  expect(await readFile(join(path, 'CNAME'), 'utf8')).toBe('example.org')
  await mkdir(join(folder, aside))
  await mkdir(join(folder, living))
  putBack(folder)
  expect(new Set(await readdir(folder))).toEqual(new Set([living, 'site']))
})

test('a name as long as the disk allows can be written', async () => {
  const name = `${'ä'.repeat(125)}.png`
  await writeFileAtomic(join(folder, name), new Uint8Array([1]))
  expect(await readdir(folder)).toEqual([name])
})
