import { createHmac } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Intake } from '@reverie/gallery/node'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { issueBody } from './fixtures/issue.ts'
import { openHub, serve, settled, type Answer, type Hub } from './fixtures/intake.ts'
import { gps, withExif } from './fixtures/pictures.ts'

const secret = 'a secret of the tests, long enough'
let hub: Hub
let intake: Intake
let pictures: Server
let address: string
let asked = 0
beforeEach(async () => {
  asked = 0
  const photo = await withExif('hook', 'jpeg', gps)
  pictures = createServer((_request, response) => {
    asked++
    response.setHeader('content-type', 'image/jpeg').end(photo)
  })
  await new Promise<void>((done) => pictures.listen(0, '127.0.0.1', done))
  address = `http://127.0.0.1:${(pictures.address() as AddressInfo).port}/photo`
  hub = await openHub()
  intake = await serve(hub, { webhookSecret: secret, fetch: true, allowPrivate: true })
})
afterEach(async () => {
  await intake.close()
  hub.clear()
  pictures.close()
})

const event = (changes: object = {}, action = 'opened'): string =>
  JSON.stringify({
    action,
    issue: {
      number: 7,
      html_url: 'https://github.com/ada/art/issues/7',
      created_at: '2026-05-01T10:00:00Z',
      labels: [{ name: 'submission' }],
      body: issueBody({ Picture: `![sun](${address})` }),
      ...changes,
    },
  })

async function deliver(
  body: string,
  headers: Record<string, string | undefined> = {},
): Promise<{ status: number; body: Answer['body'] }> {
  const all = {
    'content-type': 'application/json',
    'x-github-event': 'issues',
    'x-github-delivery': '11111111-2222-3333-4444-555555555555',
    'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
    ...headers,
  }
  const given = Object.entries(all).filter((each): each is [string, string] => each[1] !== undefined)
  const response = await fetch(`${intake.url}hooks/github`, {
    method: 'POST',
    body,
    headers: { ...Object.fromEntries(given), accept: 'application/json' },
  })
  return { status: response.status, body: (await response.json()) as Answer['body'] }
}

test('an issue of the form becomes a submission, its picture fetched and cleaned', async () => {
  const { status, body } = await deliver(event())
  expect({ status, state: body.state }).toEqual({ status: 202, state: 'waiting' })
  const state = await settled(intake, body.id!)
  expect(state).toMatchObject({ state: 'taken', branch: 'submissions/ada-lovelace-sun-over-the-sea' })
  expect(hub.show(state.branch!, `works/2026/${state.uid}.jpg`).includes('Exif')).toBe(false)
  expect(hub.git('log', '-1', '--format=%aI%n%(trailers:key=Source,valueonly)', state.branch!)).toBe(
    '2026-05-01T10:00:00+00:00\nhttps://github.com/ada/art/issues/7',
  )
})

test('a delivery that is sent again, and another of the same issue, change nothing', async () => {
  const first = await deliver(event())
  await settled(intake, first.body.id!)
  const replayed = await deliver(event())
  expect(replayed.body.id).toBe(first.body.id)
  const edited = await deliver(event({ title: 'x' }, 'edited'), { 'x-github-delivery': 'another' })
  expect(edited.body.id).not.toBe(first.body.id)
  expect(await settled(intake, edited.body.id!)).toEqual({
    state: 'there',
    branch: 'submissions/ada-lovelace-sun-over-the-sea',
  })
  expect(hub.branches()).toHaveLength(1)
  expect(asked).toBe(1)
})

test.each([
  ['without a signature', { 'x-hub-signature-256': undefined }],
  ['with a wrong one', { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` }],
  ['with one that is no signature', { 'x-hub-signature-256': 'sha256=x' }],
  ['with the older kind alone', { 'x-hub-signature-256': undefined, 'x-hub-signature': 'sha1=x' }],
])('%s it is not believed', async (_name, headers) => {
  expect((await deliver(event(), headers)).status).toBe(401)
})

test('a body that was changed on the way is not believed', async () => {
  const signature = `sha256=${createHmac('sha256', secret).update(event()).digest('hex')}`
  expect((await deliver(event({ number: 8 }), { 'x-hub-signature-256': signature })).status).toBe(401)
})

test('what is no submission is let go by', async () => {
  const states = [
    await deliver('{}', { 'x-github-event': 'push' }),
    await deliver('{}', { 'x-github-event': 'ping' }),
    await deliver(event({}, 'deleted')),
    await deliver(event({ labels: [{ name: 'bug' }] })),
    await deliver(event({ pull_request: {} })),
  ]
  expect(states.map(({ status, body }) => [status, body.state])).toEqual(
    [202, 200, 202, 202, 202].map((status) => [status, 'ignored']),
  )
  const other = await deliver(event({ body: 'Hello' }))
  expect(other.body).toMatchObject({ state: 'refused', flaws: [{ code: 'missing-key' }] })
})

test.each([
  ['not JSON', '{', {}, 400],
  ['without an identifier', undefined, { 'x-github-delivery': undefined }, 400],
  ['of another type', undefined, { 'content-type': 'application/x-www-form-urlencoded' }, 415],
  ['of 3 MB', JSON.stringify({ x: 'x'.repeat(3_000_000) }), {}, 413],
])('a delivery %s', async (_name, body, headers, status) => {
  expect((await deliver(body ?? event(), headers)).status).toBe(status)
})

test('without leave to fetch, the picture of an issue is refused; without leave for private networks, theirs is', async () => {
  await intake.close()
  intake = await serve(hub, { webhookSecret: secret })
  const first = await deliver(event())
  expect((await settled(intake, first.body.id!)).flaws).toEqual([
    {
      key: 'picture',
      code: 'missing-image',
      message: 'The picture is an address, and nothing is fetched.',
      fix: 'Give its file with --image, or allow it with --fetch.',
    },
  ])
  await intake.close()
  intake = await serve(hub, { webhookSecret: secret, fetch: true })
  const second = await deliver(event(), { 'x-github-delivery': 'second' })
  expect((await settled(intake, second.body.id!)).flaws![0]!.message).toMatch(/is an address of a private network/)
  expect(asked).toBe(0)
})

test('without a secret there is no webhook', async () => {
  await intake.close()
  intake = await serve(hub)
  expect((await deliver(event())).status).toBe(404)
})
