import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { openDesk, sample } from './run.ts'

const desk = openDesk()
afterAll(() => desk.clear())
const cat = sample('chelsea.png')

/** Waits until a film has this many frames in the cache: it is in the middle of its work then. */
async function untilFrames(count: number): Promise<void> {
  const root = desk.path('.cache', 'reverie', 'films')
  for (let tries = 0; tries < 600; tries++) {
    const folders = existsSync(root) ? readdirSync(root) : []
    if (
      folders.some(
        (name) =>
          readdirSync(`${root}/${name}`).filter((file) => file.endsWith('.png') && !file.startsWith('.')).length >=
          count,
      )
    )
      return
    await wait(50)
  }
  throw new Error('The film did not begin.')
}

const film = ['dream', cat, '--max-side', '96', '--octaves', '1', '--steps', '3', '--film', '60']

describe('a film that is stopped in the middle', () => {
  test.each([
    ['SIGINT', 130, 2],
    ['SIGTERM', 143, 4],
    ['SIGKILL', null, 6],
  ] as const)('by %s leaves nothing where it would be', async (signal, code, frames) => {
    mkdirSync(desk.path('films'), { recursive: true })
    const { child, ended } = desk.start(...film, '-o', 'films/film.webp')
    await untilFrames(frames)
    child.kill(signal)
    const outcome = await ended
    expect(outcome.code).toBe(code)
    expect(outcome.err).not.toMatch(/\bat .*:\d+:\d+/)
    expect(readdirSync(desk.path('films'))).toEqual([])
  })

  test('goes on from its last frame, and is the film that it would have been', async () => {
    await desk.reverie(...film, '-o', 'films/film.webp')
    expect(readdirSync(desk.path('.cache', 'reverie', 'films'))).toEqual([])
    await desk.reverie(...film, '-o', 'films/whole.webp')
    expect(readFileSync(desk.path('films/film.webp')).equals(readFileSync(desk.path('films/whole.webp')))).toBe(
      true,
    )
  })
})

describe('a picture that is stopped in the middle', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGKILL', null],
  ] as const)(
    'by %s leaves no output, and an old one as it was',
    async (signal, code) => {
      const folder = `pictures-${signal}`
      mkdirSync(desk.path(folder))
      await desk.reverie(
        'dream',
        cat,
        '--max-side',
        '64',
        '--octaves',
        '1',
        '--steps',
        '1',
        '-o',
        `${folder}/old.png`,
      )
      const before = readFileSync(desk.path(folder, 'old.png'))
      for (const name of ['old.png', 'new.png']) {
        const { child, ended } = desk.start(
          'dream',
          cat,
          '--max-side',
          '400',
          '--steps',
          '500',
          '-o',
          `${folder}/${name}`,
        )
        // The estimate is said before the work begins.
        await new Promise((resolve) => child.stderr!.once('data', resolve))
        await wait(500)
        child.kill(signal)
        expect((await ended).code).toBe(code)
      }
      expect(readdirSync(desk.path(folder))).toEqual(['old.png'])
      expect(readFileSync(desk.path(folder, 'old.png')).equals(before)).toBe(true)
    },
    120_000,
  )
})

test('a reader that leaves early is no failure', async () => {
  const { child, ended } = desk.start('dream', '--help')
  child.stdout!.destroy()
  expect((await ended).code).toBe(0)
})
