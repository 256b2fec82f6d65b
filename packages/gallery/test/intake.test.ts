import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Intake } from '@reverie/gallery/node'
import { formOf, openHub, send, serve, settled, type Hub } from './fixtures/intake.ts'
import { gps, withExif } from './fixtures/pictures.ts'

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
  expect(readdirSync(`${intake.spool}/waiting`)).toEqual([])
  expect(readdirSync(`${intake.spool}/incoming`)).toEqual([])
  hub.git('fsck', '--strict')
})

test('what a photograph tells of a person does not become public', async () => {
  const photo = await withExif('sun', 'jpeg', gps)
  const { branch, uid } = await sent(await formOf({}, photo))
  const published = hub.show(branch!, `works/2026/${uid}.jpg`)
  expect(photo.includes('Exif')).toBe(true)
  expect(published.includes('Exif')).toBe(false)
  const listed = hub.git('cat-file', '--batch-check', '--batch-all-objects').split('\n').map((line) => line.split(' ')[0]!)
  const original = createHash('sha1').update(`blob ${photo.length}\0`).update(photo).digest('hex')
  expect(listed).not.toContain(original)
})
