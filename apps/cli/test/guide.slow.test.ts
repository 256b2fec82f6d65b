/** Every command of the guide works as it stands there. */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const guide = readFileSync(join(root, 'docs/guide/cli.md'), 'utf8')
const blocks = [...guide.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block!)
const commands = blocks.flatMap((block) => block.trim().split('\n'))
const desk = mkdtempSync(join(tmpdir(), 'reverie-guide-'))

// The guide speaks from the root of the repository; its outputs should not end up there.
beforeAll(() => {
  for (const part of ['apps/studio/samples', 'packages/models/mobilenet']) {
    mkdirSync(dirname(join(desk, part)), { recursive: true })
    cpSync(join(root, part), join(desk, part), { recursive: true })
  }
})
afterAll(() => rmSync(desk, { recursive: true, force: true }))

test('there are commands', () => expect(commands.length).toBeGreaterThan(10))

test.each(commands)('%s', (command) => {
  const line = command.replaceAll(
    'npx reverie',
    `"${process.execPath}" "${join(root, 'apps/cli/bin/reverie.mjs')}"`,
  )
  const env = { ...process.env, XDG_CACHE_HOME: join(desk, '.cache') }
  // Fails with what the command said when its exit code is not 0.
  execFileSync('bash', ['-c', line], { cwd: desk, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const out = / (?:-o|>) (\S+?)\/?$/.exec(command)?.[1]
  expect(readdirSync(desk)).toEqual(out === undefined ? expect.anything() : expect.arrayContaining([out]))
})
