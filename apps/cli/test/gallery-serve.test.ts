import { writeFileSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { sendMany } from './intake-load.ts'
import { openDesk } from './run.ts'

const desk = openDesk()
afterAll(() => desk.clear())

test('twenty-four who send at once, and two kills', async () => {
  expect((await sendMany(24)).acknowledgedBefore).toBeGreaterThanOrEqual(8)
})

test('wrong calls: all at once', async () => {
  writeFileSync(desk.path('secret'), 'short\n')
  const limits = ['--port', '70000', '--rate', '0', '--most', 'x', '--max-bytes', '1']
  const places = ['--address', 'example.org', '--webhook-secret-file', 'secret']
  const { code, err } = await desk.reverie('gallery', 'serve', 'a', 'b', ...limits, ...places)
  expect(code).toBe(2)
  expect(err.trimEnd().split('\n')).toEqual([
    expect.stringContaining('takes one repository, found 2'),
    expect.stringContaining('--port takes a whole number from 0 to 65535, not "70000"'),
    expect.stringContaining('--max-bytes takes'),
    expect.stringContaining('--rate takes'),
    expect.stringContaining('--most takes'),
    expect.stringContaining('--address takes a whole address without a path'),
    expect.stringContaining('The secret in "secret" has 5 characters, and at least 16 are needed'),
  ])
})

test('what is no repository of a gallery', async () => {
  const { code, err } = await desk.reverie('gallery', 'serve', '.')
  expect({ code, err }).toEqual({ code: 1, err: expect.stringMatching(/^reverie: "\." is no Git repository/) })
})
