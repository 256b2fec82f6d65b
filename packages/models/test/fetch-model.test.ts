/** Fetching against a real server: progress, a wrong file, a refusal, a cancellation, no server. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { listModels, type ModelCard } from '@reverie/models'
import { sha256 } from '@reverie/recipe'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fetchModel } from '../src/fetch-model.ts'

const content = Uint8Array.from({ length: 300_000 }, (_, index) => index % 251)
let server: Server
let address: string
let card: ModelCard

beforeAll(async () => {
  card = { ...listModels()[0]!, bytes: content.length, sha256: await sha256(content) }
  server = createServer((request, response) => {
    // No connection is used twice: on a slow machine the server would close it just as the next request comes.
    response.setHeader('connection', 'close')
    if (request.url === '/model.onnx') response.end(content)
    else if (request.url === '/slow.onnx') response.write(content.subarray(0, 1000))
    else response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

test('reports the bytes that have come', async () => {
  const reports: [number, number][] = []
  const bytes = await fetchModel(new URL('/model.onnx', address), card, {
    onProgress: (...report) => reports.push(report),
  })
  expect(bytes).toEqual(content)
  expect(reports.at(-1)).toEqual([content.length, content.length])
  expect(reports.every(([loaded], index) => index === 0 || loaded > reports[index - 1]![0])).toBe(true)
})

test('refuses another file than the card names', async () => {
  const other = { ...card, sha256: '0'.repeat(64) }
  await expect(fetchModel(new URL('/model.onnx', address), other, {})).rejects.toThrow(
    /Model "inception" should have the SHA-256 0+; .*\/model\.onnx sent 300000 bytes with [0-9a-f]{64}/,
  )
})

test('says what a server answered, and when there is none', async () => {
  await expect(fetchModel(new URL('/none.onnx', address), card, {})).rejects.toThrow('none.onnx answered 404')
  await expect(fetchModel(new URL('http://127.0.0.1:1/model.onnx'), card, {})).rejects.toThrow(
    'the server cannot be reached',
  )
})

test('stops when told to', async () => {
  const controller = new AbortController()
  const fetching = fetchModel(new URL('/slow.onnx', address), card, {
    signal: controller.signal,
    onProgress: () => controller.abort(),
  })
  await expect(fetching).rejects.toMatchObject({ name: 'AbortError' })
})
