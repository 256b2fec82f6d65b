import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { writeImage } from '@reverie/image/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDesk } from './run.ts'

const desk = openDesk()
afterAll(() => desk.clear())
const quick = ['--model', 'mobilenet']

async function paint(name: string, number: number): Promise<void> {
  const width = 40 + number
  const data = Uint8Array.from({ length: width * 40 * 3 }, (_, at) => (number * (at % 3) * 70) % 256)
  const bytes = await writeImage({ width, height: 40, channels: 3, depth: 8, data }, { format: 'png' })
  writeFileSync(desk.path('pictures', name), bytes)
}

beforeAll(async () => {
  mkdirSync(desk.path('pictures'))
  for (let number = 0; number < 12; number++) await paint(`${number}.png`, number)
})

interface Answer {
  readonly pieces: number
  readonly added: number
  readonly problems: readonly { readonly path: string }[]
  readonly figures: { readonly peakMemory: number; readonly stages: Readonly<Record<string, number>> }
}

const answerOf = (out: string): Answer => JSON.parse(out) as Answer

describe('reverie collect', () => {
  test('makes a collection, measuring in threads, and tells what it took', async () => {
    const { code, out, err } = await desk.reverie('collect', 'pictures', '-o', 'birds', ...quick, '--json')
    expect(code, err).toBe(0)
    const answer = answerOf(out)
    expect(answer).toMatchObject({ pieces: 12, added: 12, problems: [] })
    expect(answer.figures.peakMemory).toBeGreaterThan(1e7)
    expect(Object.keys(answer.figures.stages)).toEqual([
      'read',
      'decode',
      'measure',
      'thumbnails',
      'imprint',
      'store',
    ])
    expect(answer.figures.stages['imprint']).toBeGreaterThan(0)
    expect(err).toMatch(/12 pieces of 12 files \(12 new\)\.\n.* pictures a second: read/)
    expect(err).toMatch(/× the least\); at most .* of memory/)
  })

  test('adds what is new to what there is, without being told where the pictures are', async () => {
    await paint('new.png', 20)
    expect((await desk.reverie('collect', '-o', 'birds', '--quiet')).err).toBe('')
    const { out, err } = await desk.reverie('collect', '-o', 'birds')
    expect(out).toBe('birds\n')
    expect(err).toBe('  13 pieces of 13 files, as they were.\n')
  })

  test('says what to do where there is no picture', async () => {
    mkdirSync(desk.path('nothing'))
    const { code, err } = await desk.reverie('collect', 'nothing', '-o', 'none', ...quick)
    expect([code, err]).toEqual([
      0,
      '  0 pieces of 0 files, as they were.\n  No picture can be used: name a folder, an archive or a list that has some.\n',
    ])
  })

  test('refuses a second run at once, whose end leaves the first one alone', async () => {
    const [one, other] = await Promise.all(
      [0, 1].map(async () => desk.reverie('collect', 'pictures', '-o', 'twice', ...quick)),
    )
    expect(new Set([one!.code, other!.code])).toEqual(new Set([0, 1]))
    const refused = one!.code === 1 ? one! : other!
    expect(refused.err).toMatch(/^reverie: Another run is writing this collection \(process \d+ on .*\): wait/m)
  })

  test('estimates without making anything', async () => {
    const { out } = await desk.reverie('collect', 'pictures', '-o', 'never', ...quick, '--estimate')
    expect(out).toMatch(/^13 of 13 files are new: about .* s and .* MB of memory\.\n$/)
    expect(() => readFileSync(desk.path('never'))).toThrow('ENOENT')
  })

  test('goes on with --watch until it is interrupted', async () => {
    const { child, ended } = desk.start('collect', 'pictures', '-o', 'birds', '--watch')
    let said = ''
    child.stderr!.on('data', (text: string) => (said += text))
    const until = async (words: RegExp): Promise<void> => {
      for (let tries = 0; tries < 1200 && !words.test(said); tries++) await wait(50)
      expect(said).toMatch(words)
      said = ''
    }
    await until(/Waiting for changes/)
    await paint('later.png', 30)
    await until(/14 pieces of 14 files \(1 new\)[\s\S]*Waiting/)
    rmSync(desk.path('pictures', 'later.png'))
    await until(/13 pieces of 13 files \(1 removed\)[\s\S]*Waiting/)
    child.kill('SIGINT')
    expect((await ended).code).toBe(130)
  })

  test('says what is wrong with a call', async () => {
    const { code, err } = await desk.reverie('collect', 'pictures', '--watch', '--json', '--modle', 'x')
    expect(code).toBe(2)
    expect(err).toContain('Did you mean --model?')
    expect(err).toContain('Say where the collection goes: reverie collect <folder> -o <collection>')
    expect(err).toContain('Leave one of them out.')
    const again = await desk.reverie('collect', 'birds')
    expect(again).toMatchObject({ code: 2, err: expect.stringContaining('reverie collect -o birds') })
    const missing = await desk.reverie('collect', 'nowhere', '-o', 'birds2')
    expect(missing).toMatchObject({ code: 1, err: expect.stringContaining('There is no folder "nowhere"') })
  })
})
