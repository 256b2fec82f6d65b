import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDesk, shape, type Desk } from './pictures.ts'
import { tablesOf } from './tables.ts'

const bin = fileURLToPath(new URL('../../../apps/cli/bin/reverie.mjs', import.meta.url))
const count = 300
let desk: Desk

beforeAll(async () => {
  desk = openDesk()
  for (let number = 0; number < count; number++)
    desk.write(`${number % 7}/shape_${number}.png`, await shape(number))
  desk.write('3/copy.png', await shape(5))
  desk.write('4/bad.png', (await shape(6)).subarray(0, 200))
  symlinkSync('../2/shape_9.png', `${desk.pictures}/0/link.png`)
})
afterAll(() => desk.clear())

interface Ended {
  readonly signal: string | null
  readonly out: string
}

/** Collects as a person does. @param until kills the run as soon as it is true */
async function collect(collection: string, until?: () => boolean): Promise<Ended> {
  const words = ['collect', desk.pictures, '-o', collection, '--model', 'mobilenet', '--json', '--quiet']
  const child = spawn(process.execPath, [bin, ...words], { stdio: ['ignore', 'pipe', 'inherit'] })
  let out = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
  const ended = new Promise<Ended>((resolve) => child.once('close', (_, signal) => resolve({ signal, out })))
  if (until !== undefined) {
    while (child.exitCode === null && !until()) await wait(20)
    child.kill('SIGKILL')
  }
  return ended
}

/** Pictures that were measured, stored or not. */
function measured(collection: string): number {
  const folder = `${collection}/thumbnails/512`
  if (!existsSync(folder)) return 0
  return readdirSync(folder, { recursive: true }).filter((name) => String(name).endsWith('.webp')).length
}

test('Killed three times on the way, a run ends with the same tables and the same bundle', async () => {
  // The same name and the same way to the pictures, so that nothing else can differ.
  const [whole, torn] = [desk.path('whole/collection'), desk.path('torn/collection')]
  for (const folder of ['whole', 'torn']) mkdirSync(desk.path(folder))
  await collect(whole)
  for (const part of [0.2, 0.5, 0.8])
    expect((await collect(torn, () => measured(torn) > part * count)).signal).toBe('SIGKILL')
  const { out } = await collect(torn)
  const report = JSON.parse(out) as { pieces: number; added: number; problems: { path: string }[] }
  expect(report).toMatchObject({ pieces: count, problems: [{ path: '4/bad.png' }] })
  // What was stored was not made again.
  expect(report.added).toBeLessThan(0.5 * count)
  expect(await tablesOf(torn)).toEqual(await tablesOf(whole))
})

test('Killed while the maps are made, the next run makes them', async () => {
  const [whole, torn] = [desk.path('whole/collection'), desk.path('late/collection')]
  mkdirSync(desk.path('late'))
  const stored = (): boolean => measured(torn) >= count && existsSync(`${torn}/words.lance/data`)
  await collect(torn, stored)
  await collect(torn)
  expect(await tablesOf(torn)).toEqual(await tablesOf(whole))
  // A copy of a killed one is as good.
  cpSync(torn, desk.path('copy'), { recursive: true })
  expect(await tablesOf(desk.path('copy'))).toEqual(await tablesOf(whole))
})
