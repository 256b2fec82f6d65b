/** `reverie studio` builds the Studio where needed, which takes a while. */
import { afterAll, expect, test } from 'vitest'
import { openDesk } from './run.ts'

const desk = openDesk()
afterAll(() => desk.clear())

test('the Studio is served until it is interrupted', async () => {
  const { child, ended } = desk.start('studio', '--json', '--no-open')
  const line = await new Promise<string>((resolve) => child.stdout!.once('data', (text: string) => resolve(text)))
  const { url, port } = JSON.parse(line) as { url: string; port: number }
  const page = await fetch(url)
  expect(await page.text()).toContain('<title>')
  expect(page.headers.get('cross-origin-opener-policy')).toBe('same-origin')
  const taken = await desk.reverie('studio', '--port', String(port), '--no-open')
  expect(taken).toMatchObject({ code: 1, err: expect.stringContaining(`Port ${port} is taken`) })
  child.kill('SIGINT')
  expect((await ended).code).toBe(130)
}, 300_000)

test('a port that is none is a wrong call', async () => {
  expect(await desk.reverie('studio', '--port', '99999')).toMatchObject({
    code: 2,
    err: expect.stringContaining('--port takes a whole number'),
  })
})
