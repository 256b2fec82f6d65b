/**
 * Many who send at once to `reverie gallery serve`, which is killed among it and started again: what was acknowledged is
 * there once, what was not is there once when it is sent again, and nothing is half-written.
 */
import { execFileSync, type ChildProcess } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect } from 'vitest'
import { openHub } from '../../../packages/gallery/test/fixtures/intake.ts'
import { openDesk } from './run.ts'

interface Work {
  readonly once: string
  readonly title: string
  readonly bytes: Buffer
  acknowledged: boolean
}

/** What was seen. */
export interface Load {
  readonly acknowledgedBefore: number
  readonly seconds: number
}

/** @param count how many send at once */
export async function sendMany(count: number): Promise<Load> {
  const hub = await openHub()
  const desk = openDesk()
  const spool = join(hub.folder, 'spool')
  const serve = async (): Promise<{ child: ChildProcess; url: string; ended: Promise<unknown> }> => {
    const { child, ended } = desk.start(
      'gallery',
      'serve',
      hub.bare,
      '--spool',
      spool,
      '--rate',
      '1000000',
      '--most',
      '10000',
      '--json',
    )
    const url = await new Promise<string>((resolve, reject) => {
      let said = ''
      child.stdout!.on('data', (text: string) => {
        said += text
        if (said.includes('\n')) resolve((JSON.parse(said) as { url: string }).url)
      })
      void ended.then((outcome) => reject(new Error(`serve ended: ${JSON.stringify(outcome)}`)))
    })
    return { child, url, ended }
  }
  const works = await Promise.all(Array.from({ length: count }, (_, at) => workOf(at)))
  const begun = performance.now()
  try {
    let server = await serve()
    let acknowledged = 0
    // Killed in the middle of the uploads.
    await Promise.all(
      works.map(async (work) => {
        if (!(await send(server.url, work))) return
        if (++acknowledged === Math.floor(count / 3)) server.child.kill('SIGKILL')
      }),
    )
    await server.ended
    const before = works.filter((work) => work.acknowledged).length
    expect(before).toBeGreaterThanOrEqual(Math.floor(count / 3))
    // And in the middle of taking in.
    server = await serve()
    await until(() => hub.branches().length >= Math.min(5, count / 4))
    server.child.kill('SIGKILL')
    await server.ended
    // What was not acknowledged is sent again by those who sent it.
    server = await serve()
    const again = works.filter((work) => !work.acknowledged)
    expect(await Promise.all(again.map((work) => send(server.url, work)))).toEqual(again.map(() => true))
    await until(
      async () => ((await (await fetch(`${server.url}health`)).json()) as { checking: number }).checking === 0,
    )
    for (const { once } of works)
      expect(
        await (await fetch(`${server.url}submissions/${once}`, { headers: { accept: 'application/json' } })).json(),
      ).toMatchObject({ state: 'taken' })
    server.child.kill('SIGTERM')
    expect(await server.ended).toMatchObject({ code: 143 })
    expectEachOnce(hub, works)
    for (const folder of ['incoming', 'waiting']) expect(readdirSync(join(spool, folder))).toEqual([])
    expect(readdirSync(spool).toSorted()).toEqual(['done', 'incoming', 'tmp', 'waiting'])
    expect(
      execFileSync('git', ['fsck', '--full', '--strict'], { cwd: hub.bare, encoding: 'utf8', stdio: 'pipe' }),
    ).not.toMatch(/error|missing|corrupt/)
    return { acknowledgedBefore: before, seconds: (performance.now() - begun) / 1000 }
  } finally {
    desk.clear()
    hub.clear()
  }
}

/** A work that is like no other. */
async function workOf(at: number): Promise<Work> {
  const bytes = await sharp(randomBytes(12 * 12 * 3), { raw: { width: 12, height: 12, channels: 3 } })
    .resize(240, 240, { kernel: 'cubic' })
    .png()
    .toBuffer()
  return { once: randomBytes(16).toString('hex'), title: `Work ${at}`, bytes, acknowledged: false }
}

/** @returns whether it was acknowledged */
async function send(url: string, work: Work): Promise<boolean> {
  const form = new FormData()
  const fields = {
    once: work.once,
    title: work.title,
    author: 'Ada',
    date: '2026-03-21',
    categories: 'work',
    license: 'CC0-1.0',
    remix: 'no',
    alt: `Colours of work ${work.title}`,
    rights: 'yes',
    public: 'yes',
  }
  for (const [key, value] of Object.entries(fields)) form.append(key, value)
  form.append('picture', new Blob([new Uint8Array(work.bytes)]), 'a.png')
  const response = await fetch(`${url}submissions`, {
    method: 'POST',
    body: form,
    headers: { accept: 'application/json' },
  }).catch(() => undefined)
  work.acknowledged = response?.status === 202
  await response?.text().catch(() => undefined)
  return work.acknowledged
}

/** Each picture is on one branch, byte for byte, with one text that names it. */
function expectEachOnce(hub: Awaited<ReturnType<typeof openHub>>, works: readonly Work[]): void {
  const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
  const found = hub.branches().map((branch) => {
    const files = hub.git('diff', '--name-status', 'main', branch).split('\n')
    expect(files).toEqual([
      expect.stringMatching(/^A\tworks\/2026\/[\w-]+\.md$/),
      expect.stringMatching(/^A\tworks\/2026\/[\w-]+\.png$/),
    ])
    const [text, picture] = files.map((line) => hub.show(branch, line.slice(2)))
    return { title: /^title: (.*)$/m.exec(text!.toString())?.[1], sha256: hash(picture!) }
  })
  const byTitle = (one: { title?: string | undefined }, other: { title?: string | undefined }): number =>
    one.title! < other.title! ? -1 : 1
  expect(found.toSorted(byTitle)).toEqual(
    works.map(({ title, bytes }) => ({ title, sha256: hash(bytes) })).toSorted(byTitle),
  )
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 6000; tries++) {
    if (await isSo()) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('It did not come to that in five minutes.')
}
