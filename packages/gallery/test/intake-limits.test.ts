/** What the intake does not take, and how it says so. */
import { connect } from 'node:net'
import { Readable } from 'node:stream'
import type { Intake, ServeOptions } from '@reverie/gallery/node'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { formOf, openHub, send, serve, settled, type Hub } from './fixtures/intake.ts'
import { jpeg } from './fixtures/pictures.ts'

let hub: Hub
let intake: Intake
const open = async (options: Partial<ServeOptions> = {}): Promise<void> => {
  intake = await serve(hub, options)
}
beforeEach(async () => {
  hub = await openHub()
})
afterEach(async () => {
  await intake.close()
  hub.clear()
})

test('a picture that is too large, by what it says and by what it is', async () => {
  await open({ maxBytes: 100_000 })
  const { status, body } = await send(intake, await formOf({}, new Uint8Array(200_000)))
  expect({ status, message: body.message }).toEqual({
    status: 413,
    message: 'The picture has more than 100,000 bytes: make it smaller.',
  })
  expect((await send(intake, await formOf({}, new Uint8Array(30_000_000)))).status).toBe(413)
  expect((await send(intake, await formOf())).status).toBe(202)
})

test('a body without an end is cut off', async () => {
  await open({ maxBytes: 100_000 })
  const head = '--x\r\nContent-Disposition: form-data; name="picture"; filename="a.jpg"\r\n\r\n'
  const endless = Readable.from(
    (function* () {
      yield Buffer.from(head)
      for (;;) yield Buffer.alloc(10_000)
    })(),
  )
  const response = await fetch(`${intake.url}submissions`, {
    method: 'POST',
    body: Readable.toWeb(endless) as ReadableStream,
    duplex: 'half',
    headers: { 'content-type': 'multipart/form-data; boundary=x', accept: 'application/json' },
  } as RequestInit)
  expect(response.status).toBe(413)
  await response.text()
  endless.destroy()
})

test('a sender who sends often is asked to wait', async () => {
  await open({ rate: 2 })
  const answers = []
  for (let tries = 0; tries < 3; tries++) answers.push(await send(intake, await formOf({}, null)))
  expect(answers.map(({ status }) => status)).toEqual([422, 422, 429])
  expect(Number(answers[2]!.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(answers[2]!.body.message).toMatch(/^You sent several works within a minute\. Wait \d+ seconds/)
  expect((await fetch(intake.url)).status).toBe(200)
})

test('who the sender is nobody may say, unless a proxy is trusted; and that one is believed for itself alone', async () => {
  await open({ rate: 1 })
  const from = async (address: string): Promise<number> =>
    (await send(intake, await formOf({}, null), { 'x-forwarded-for': address })).status
  expect([await from('192.0.2.1'), await from('192.0.2.2')]).toEqual([422, 429])
  await intake.close()
  await open({ rate: 1, trustProxy: true })
  expect([await from('192.0.2.1'), await from('192.0.2.2')]).toEqual([422, 422])
  // What the proxy itself was told comes before what it says.
  expect([await from('198.51.100.1, 192.0.2.3'), await from('198.51.100.2, 192.0.2.3')]).toEqual([422, 429])
})

test('when as many wait as may, no more are taken', async () => {
  await open({ most: 1 })
  const first = await send(intake, await formOf())
  await settled(intake, first.body.id!)
  await intake.close()
  await open({ most: 1 })
  const second = await send(intake, await formOf({ title: 'Second' }, await jpeg('second')))
  expect({ status: second.status, wait: second.headers.get('retry-after') }).toEqual({ status: 503, wait: '600' })
})

test('those who send slowly do not keep others from sending', async () => {
  await open()
  const slow = Array.from({ length: 50 }, () => {
    const socket = connect(intake.port, '127.0.0.1')
    socket.write(
      `POST /submissions HTTP/1.1\r\nHost: 127.0.0.1:${intake.port}\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 5000\r\n\r\n--x`,
    )
    socket.on('error', () => undefined)
    return socket
  })
  try {
    expect((await send(intake, await formOf())).status).toBe(202)
  } finally {
    for (const socket of slow) socket.destroy()
  }
})

test('with an address of its own, for that host alone', async () => {
  await open({ address: 'https://submit.example.org/' })
  expect((await fetch(`http://127.0.0.1:${intake.port}/health`)).status).toBe(421)
  expect(intake.url).toBe('https://submit.example.org/')
})
