import { createHash } from 'node:crypto'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Intake } from '@reverie/gallery/node'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { formOf, gitIn, goodFields, openHub, send, serve, settled, type Hub } from './fixtures/intake.ts'
import { gps, jpeg, withExif } from './fixtures/pictures.ts'

let hub: Hub
let intake: Intake
beforeEach(async () => {
  hub = await openHub()
  intake = await serve(hub)
})
afterEach(async () => {
  await intake.close()
  hub.clear()
})

/** Sends a form and waits for what becomes of it. */
async function sent(form: FormData): Promise<Awaited<ReturnType<typeof settled>>> {
  const { status, body } = await send(intake, form)
  expect({ status, state: body.state }).toEqual({ status: 202, state: 'waiting' })
  return settled(intake, body.id!)
}

test('a form becomes one commit on a branch of its own, and nothing else is touched', async () => {
  const main = hub.git('rev-parse', 'main')
  const state = await sent(await formOf({ text: 'A text.\r\n\r\n---\r\nof **two** parts' }))
  expect(state).toMatchObject({
    state: 'taken',
    branch: 'submissions/ada-lovelace-sun-over-the-sea',
    uid: 'ada-lovelace-sun-over-the-sea',
  })
  expect(hub.git('rev-parse', 'main')).toBe(main)
  expect(hub.git('diff', '--name-status', 'main', state.branch!).split('\n')).toEqual([
    'A\tworks/2026/ada-lovelace-sun-over-the-sea.jpg',
    'A\tworks/2026/ada-lovelace-sun-over-the-sea.md',
  ])
  expect(hub.show(state.branch!, 'works/2026/ada-lovelace-sun-over-the-sea.md').toString()).toBe(`---
title: Sun over the sea
author: Ada Lovelace
date: 2026-03-21
tags: [sun, sea]
categories: [work]
image: ada-lovelace-sun-over-the-sea.jpg
license: CC-BY-4.0
remix: true
alt: A low red sun over a dark sea
---
A text.

---
of **two** parts
`)
  expect(hub.git('log', '-1', '--format=%an|%ae|%aI|%P', state.branch!)).toMatch(
    new RegExp(`^Ada Lovelace\\|form-[0-9a-f]{24}@submissions\\.invalid\\|2026-06-01T12:00:00\\+00:00\\|${main}$`),
  )
  for (const folder of ['waiting', 'incoming'])
    await expect.poll(() => readdirSync(join(intake.spool, folder))).toEqual([])
  hub.git('fsck', '--strict')
})

test('what a photograph tells of a person does not become public', async () => {
  const photo = await withExif('sun', 'jpeg', gps)
  const { branch, uid } = await sent(await formOf({}, photo))
  expect(photo.includes('Exif')).toBe(true)
  expect(hub.show(branch!, `works/2026/${uid}.jpg`).includes('Exif')).toBe(false)
  const objects = hub.git('cat-file', '--batch-check', '--batch-all-objects')
  expect(objects).not.toContain(createHash('sha1').update(`blob ${photo.length}\0`).update(photo).digest('hex'))
})

test('a uid is given once, among works and among submissions', async () => {
  const uids: (string | undefined)[] = []
  for (const word of ['one', 'two']) uids.push((await sent(await formOf({}, await jpeg(word)))).uid)
  expect(uids).toEqual(['ada-lovelace-sun-over-the-sea', 'ada-lovelace-sun-over-the-sea-2'])
})

test('a form that is sent twice counts once, at once and later', async () => {
  const once = 'ab'.repeat(16)
  const form = () => formOf({ once })
  const answers = await Promise.all([form(), form(), form()].map(async (each) => send(intake, await each)))
  expect(answers.map(({ status, body }) => [status, body.id])).toEqual([1, 2, 3].map(() => [202, once]))
  await settled(intake, once)
  expect((await send(intake, await form())).body.id).toBe(once)
  expect(hub.branches()).toHaveLength(1)
})

test('the same picture again waits for people already', async () => {
  await sent(await formOf())
  expect(await sent(await formOf({ title: 'Another title' }, await jpeg('sun')))).toMatchObject({
    state: 'refused',
    flaws: [{ key: 'picture', code: 'duplicate' }],
  })
})

test('what looks like a work of the gallery is told each time', async () => {
  for (const title of ['One', 'Two'])
    expect(await sent(await formOf({ title }, await jpeg('old', 96)))).toMatchObject({
      state: 'refused',
      flaws: [{ key: 'picture', code: 'near-duplicate', message: 'The picture looks like works/2026/old.png.' }],
    })
})

test('what only the check can tell is told on the receipt', async () => {
  const state = await sent(await formOf({ parents: 'nobody' }))
  expect(state).toMatchObject({ state: 'refused', flaws: [{ key: 'parents', code: 'parent' }] })
  expect(hub.branches()).toEqual([])
})

test('the gallery’s own rules judge, as they are on its branch at that time', async () => {
  await intake.close()
  hub.clear()
  const rule = (word: string): string =>
    `export const check = ({ title }) => title.includes('${word}') ? [{ key: 'title', message: 'No ${word}s.', fix: 'Choose another.' }] : []\n`
  hub = await openHub('version: 1\ntitle: Our Art\nplugins: [plugins/rule.mjs]\n', (desk) =>
    desk.write('plugins/rule.mjs', rule('cat')),
  )
  intake = await serve(hub)
  expect(await sent(await formOf({ title: 'My cat' }))).toMatchObject({
    state: 'refused',
    flaws: [{ key: 'title', code: 'rule', message: 'No cats. (plugins/rule.mjs)' }],
  })
  const clone = join(hub.folder, 'clone')
  gitIn(hub.folder)('clone', '--quiet', hub.bare, clone)
  writeFileSync(join(clone, 'plugins/rule.mjs'), rule('dog'))
  gitIn(clone)('commit', '--quiet', '--all', '--message', 'Dogs')
  gitIn(clone)('push', '--quiet')
  expect(await sent(await formOf({ title: 'My cat', author: 'Mary' }))).toMatchObject({ state: 'taken' })
  expect(await sent(await formOf({ title: 'My dog' }))).toMatchObject({ state: 'refused' })
})

test('other media, where a plug-in of the gallery makes pictures of them', async () => {
  await intake.close()
  hub.clear()
  const plugin =
    "export const media = { endings: ['csv'], judge: (bytes) => bytes.length > 20 ? [{ message: 'It is long.', fix: 'Shorten it.' }] : [], render: () => ({}) }\n"
  hub = await openHub('version: 1\ntitle: Our Art\nplugins: [plugins/table.mjs]\ngenerators: []\n', (desk) =>
    desk.write('plugins/table.mjs', plugin),
  )
  intake = await serve(hub)
  const { branch, uid } = await sent(await formOf({}, Buffer.from('a,b\n1,2\n'), '../Numbers.CSV'))
  expect(hub.show(branch!, `works/2026/${uid}.csv`).toString()).toBe('a,b\n1,2\n')
  expect(hub.show(branch!, `works/2026/${uid}.md`).toString()).toContain(`\nmedia: ${uid}.csv\n`)
  const long = await sent(await formOf({ title: 'Long' }, Buffer.from('a,b\n'.repeat(20)), 'a.csv'))
  expect(long).toMatchObject({
    state: 'refused',
    flaws: [{ key: 'picture', code: 'media', message: 'It is long. (plugins/table.mjs)' }],
  })
  expect(await sent(await formOf({ title: 'Other' }, Buffer.from('MZ'), 'a.exe'))).toMatchObject({
    state: 'refused',
    flaws: [{ code: 'not-a-picture' }],
  })
})

test('all that is wrong comes at once beside the fields, and the form keeps what was written', async () => {
  const form = await formOf({ title: '<b>Sun</b>', author: undefined, license: 'MIT', rights: undefined }, null)
  const response = await fetch(`${intake.url}submissions`, { method: 'POST', body: form })
  const page = await response.text()
  expect(response.status).toBe(422)
  for (const key of ['picture', 'title', 'author', 'license', 'rights']) expect(page).toContain(`id="${key}-error"`)
  expect(page).not.toContain('id="alt-error"')
  expect(page).toContain('value="&#60;b&#62;Sun&#60;/b&#62;"')
  expect(page).toContain(goodFields['alt'])
  expect(page).not.toContain('<b>Sun')
})

test('a browser is led to a receipt, which says how it goes on', async () => {
  const response = await fetch(`${intake.url}submissions`, {
    method: 'POST',
    body: await formOf(),
    redirect: 'manual',
  })
  expect(response.status).toBe(303)
  const address = new URL(response.headers.get('location')!, intake.url)
  await settled(intake, address.pathname.slice('/submissions/'.length))
  const receipt = await (await fetch(address)).text()
  expect(receipt).toContain('it passed the check')
  expect(receipt).toContain('submissions/ada-lovelace-sun-over-the-sea')
})

test('a repository with a working tree keeps its files and its index as they are', async () => {
  const clone = join(hub.folder, 'clone')
  gitIn(hub.folder)('clone', '--quiet', hub.bare, clone)
  const own = await serve(hub, { repository: clone, spool: undefined })
  try {
    const { body } = await send(own, await formOf())
    expect(await settled(own, body.id!)).toMatchObject({ state: 'taken' })
    expect(gitIn(clone)('status', '--porcelain', '--branch')).toBe('## main...origin/main')
  } finally {
    await own.close()
  }
})

test('health', async () => {
  await sent(await formOf())
  expect(await (await fetch(`${intake.url}health`)).json()).toMatchObject({
    status: 'ok',
    checking: 0,
    uploading: 0,
  })
})
