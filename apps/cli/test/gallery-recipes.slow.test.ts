/**
 * The shell recipes of a gallery, as CI and people run them, in real repositories: from a branch to what is published, with
 * what was made in one place and approved in another. `gh` is stood in for by a script that hands out what CI kept.
 */
import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { issueBody } from '../../../packages/gallery/test/fixtures/issue.ts'
import { openDesk } from './run.ts'

const bin = fileURLToPath(new URL('../bin/reverie.mjs', import.meta.url))
const desk = openDesk()
const run = promisify(execFile)
const write = (path: string, content: string | Uint8Array, mode = 0o644): void => {
  mkdirSync(dirname(desk.path(path)), { recursive: true })
  writeFileSync(desk.path(path), content, { mode })
}
const env = {
  ...process.env,
  XDG_CACHE_HOME: desk.path('.cache'),
  PATH: `${desk.path('bin')}:${process.env['PATH']}`,
  REVERIE: `sh ${desk.path('reverie.sh')}`,
  GIT_CONFIG_GLOBAL: desk.path('gitconfig'),
  NO_COLOR: '1',
}
/** Runs a program in a folder of the desk. @returns what it printed, or what went wrong */
const at =
  (folder: string) =>
  async (
    words: readonly string[],
    more: Record<string, string> = {},
  ): Promise<{ code: number; out: string; err: string }> =>
    run(words[0]!, words.slice(1), { cwd: desk.path(folder), env: { ...env, ...more }, maxBuffer: 1 << 26 }).then(
      ({ stdout, stderr }) => ({ code: 0, out: stdout, err: stderr }),
      (error: { code: number; stdout: string; stderr: string }) => ({
        code: error.code,
        out: error.stdout,
        err: error.stderr,
      }),
    )
const good = async (folder: string, words: readonly string[], more?: Record<string, string>): Promise<string> => {
  const { code, out, err } = await at(folder)(words, more)
  expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' })
  return out
}
const git = (folder: string, ...words: string[]): Promise<string> => good(folder, ['git', ...words])

const picture = (color: string): Promise<Buffer> =>
  sharp({ create: { width: 80, height: 60, channels: 3, background: color } })
    .png()
    .toBuffer()
const markdown = `---
title: Sun over the sea
author: Ada Lovelace
date: 2026-03-21
tags: [sun]
categories: [work]
image: ada-sun.png
license: CC-BY-4.0
remix: true
alt: A low sun over the sea
---
`

beforeAll(async () => {
  write('gitconfig', '[user]\nname = Grace Hopper\nemail = grace@example.org\n[init]\ndefaultBranch = main\n')
  // The review's page is for a person; and a test may fetch from this machine.
  write(
    'reverie.sh',
    `case "$2 $#" in
      'review 3') exec node ${bin} gallery review . --approve-all ;;
      submit*) exec node ${bin} "$@" --allow-private ;;
    esac
    exec node ${bin} "$@"\n`,
  )
  // What CI kept, by run: gh run download <run> --name generated --dir <folder>
  write(
    'bin/gh',
    `#!/bin/sh\n[ "$1 $2 $4 $5" = 'run download --name generated' ] || exit 9\nmkdir -p "$(dirname "$7")"\ncp -R "${desk.path('kept')}/$3" "$7"\n`,
    0o755,
  )
  await good('.', [
    'node',
    bin,
    'gallery',
    'init',
    'art',
    '--title',
    'Our Art',
    '--reverie',
    `https://example.org/reverie.git#${'0123456789'.repeat(4)}`,
  ])
  write(
    'art/gallery.yaml',
    'version: 1\ntitle: Our Art\ngenerators: [{ name: woven, instrument: pattern, parameters: { width: 64, height: 48 }, format: png }]\nsite: { address: https://example.org/art/ }\n',
  )
  await git('art', 'init', '--quiet')
  await git('art', 'add', '--all')
  await git('art', 'commit', '--quiet', '--message', 'A gallery')
  await git('.', 'clone', '--quiet', '--bare', 'art', 'hub.git')
})
afterAll(() => desk.clear())

test('from a branch to what is published: the bytes that were looked at, made once', async () => {
  // A submitter, and the unprivileged job.
  await git('.', 'clone', '--quiet', 'hub.git', 'submitter')
  await git('submitter', 'checkout', '--quiet', '-b', 'ada-sun')
  write('submitter/works/2026/ada-sun.md', markdown)
  write('submitter/works/2026/ada-sun.png', await picture('teal'))
  await git('submitter', 'add', '--all')
  await git('submitter', 'commit', '--quiet', '--message', 'A work')
  await good('submitter', ['sh', 'tools/check.sh', 'origin/main'])
  await good('submitter', ['sh', 'tools/preview.sh', 'origin/main'])
  expect(existsSync(desk.path('submitter/preview/gallery/ada-sun/index.html'))).toBe(true)
  expect(readdirSync(desk.path('submitter/generated/ada-sun')).toSorted()).toEqual([
    'build.json',
    'woven-ada-sun.png',
  ])
  expect(await git('submitter', 'status', '--porcelain')).toBe('')
  cpSync(desk.path('submitter/generated'), desk.path('kept/41'), { recursive: true })
  const made = readFileSync(desk.path('kept/41/ada-sun/woven-ada-sun.png'))
  await git('submitter', 'push', '--quiet', 'origin', 'ada-sun:main')

  // A keeper decides about what the run kept.
  await git('.', 'clone', '--quiet', 'hub.git', 'keeper')
  expect((await at('keeper')(['sh', 'tools/review.sh', '41; true'])).code).toBe(2)
  await good('keeper', ['sh', 'tools/review.sh', '41'])
  expect(await git('keeper', 'show', '--name-only', '--format=%B', 'HEAD')).toBe(
    'Decisions\n\nRun: 41\n\n\ndecisions/ada-sun.yaml\n',
  )
  await git('keeper', 'push', '--quiet')

  // The job that publishes has made nothing, and finds what was approved.
  await git('.', 'clone', '--quiet', 'hub.git', 'publisher')
  expect(await good('publisher', ['sh', 'tools/runs.sh'])).toBe('41\n')
  expect((await at('publisher')(['sh', 'tools/publish.sh'])).code).toBe(1)
  await good('publisher', ['gh', 'run', 'download', '41', '--name', 'generated', '--dir', 'from/41'])
  const file = desk.path('publisher/from/41/ada-sun/woven-ada-sun.png')
  writeFileSync(file, Buffer.concat([made.subarray(0, -1), Buffer.from([made.at(-1)! ^ 1])]))
  expect((await at('publisher')(['sh', 'tools/publish.sh'])).code).toBe(1)
  expect((await at('publisher')(['git', 'rev-parse', '--verify', 'gh-pages'])).code).not.toBe(0)
  writeFileSync(file, made)
  await good('publisher', ['sh', 'tools/publish.sh'])
  await git('publisher', 'push', '--quiet', 'origin', 'gh-pages')
  await git('publisher', 'worktree', 'add', '--quiet', desk.path('site'), 'gh-pages')
  expect(readFileSync(desk.path('site/gallery/ada-sun/woven-ada-sun.png')).equals(made)).toBe(true)
  expect(readFileSync(desk.path('site/gallery/ada-sun/index.html'), 'utf8')).toContain('Sun over the sea')

  // Later nothing is kept of the run any more, and what is published is where the bytes are.
  await git('.', 'clone', '--quiet', 'hub.git', 'later')
  await good('later', ['sh', 'tools/publish.sh'])
  expect(await git('later', 'rev-parse', 'gh-pages')).toBe(await git('publisher', 'rev-parse', 'gh-pages'))
})

test('a preview runs nothing that a branch brings along', async () => {
  await git('.', 'clone', '--quiet', 'hub.git', 'stranger')
  const config = readFileSync(desk.path('stranger/gallery.yaml'), 'utf8')
  write('stranger/gallery.yaml', `${config}plugins: [plugins/own.mjs]\n`)
  write(
    'stranger/plugins/own.mjs',
    `import { writeFileSync } from 'node:fs'\nwriteFileSync(${JSON.stringify(desk.path('ran'))}, '')\nexport const check = () => []\n`,
  )
  await git('stranger', 'add', '--all')
  await git('stranger', 'commit', '--quiet', '--message', 'A plug-in')
  await good('stranger', ['sh', 'tools/preview.sh', 'origin/main'])
  expect(existsSync(desk.path('stranger/preview/index.html'))).toBe(true)
  expect(existsSync(desk.path('ran'))).toBe(false)
})

test('an issue becomes a branch, once; what is no work does not get in with it', async () => {
  const photo = await picture('orange')
  const server = createServer((_request, response) => response.end(photo))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const event = {
    action: 'opened',
    issue: {
      number: 7,
      html_url: 'https://github.com/ada/art/issues/7',
      body: issueBody({ Title: 'Moon', Picture: `![m](http://127.0.0.1:${port}/m.png)` }),
    },
  }
  write('event.json', JSON.stringify(event))
  write('dispatch.json', JSON.stringify({ client_payload: event }))
  const hook = { EVENT: 'issues', GITHUB_EVENT_PATH: desk.path('event.json') }
  try {
    await git('.', 'clone', '--quiet', 'hub.git', 'reader')
    await good('reader', ['sh', 'tools/submissions.sh'], hook)
    const bundle = desk.path('reader/submissions.bundle')
    await git('.', 'clone', '--quiet', 'hub.git', 'bringer')
    expect(await good('bringer', ['sh', 'tools/bring-in.sh', bundle])).toBe('submissions/ada-lovelace-moon\n')
    expect(await git('hub.git', 'diff', '--name-only', 'main...submissions/ada-lovelace-moon')).toBe(
      'works/2026/ada-lovelace-moon.md\nworks/2026/ada-lovelace-moon.png\n',
    )
    // It waits already, however it is told of.
    await git('.', 'clone', '--quiet', 'hub.git', 'again')
    await good('again', ['sh', 'tools/submissions.sh'], {
      EVENT: 'repository_dispatch',
      GITHUB_EVENT_PATH: desk.path('dispatch.json'),
    })
    expect(existsSync(desk.path('again/submissions.bundle'))).toBe(false)

    // A bundle of somebody who got hold of the job that reads.
    rmSync(bundle)
    await git('reader', 'checkout', '--quiet', '-b', 'submissions/evil', 'main')
    write('reader/.github/workflows/evil.yml', 'on: push\n')
    write('reader/works/2026/evil.md', markdown)
    await git('reader', 'add', '--all')
    await git('reader', 'commit', '--quiet', '--message', 'x')
    await git('reader', 'checkout', '--quiet', '-b', 'submissions/link', 'main')
    const target = await good('reader', ['sh', '-c', 'printf /etc/passwd | git hash-object -w --stdin'])
    for (const ending of ['md', 'png'])
      await git(
        'reader',
        'update-index',
        '--add',
        '--cacheinfo',
        `120000,${target.trim()},works/2026/link.${ending}`,
      )
    await git('reader', 'commit', '--quiet', '--message', 'x')
    await git('reader', 'bundle', 'create', bundle, 'submissions/evil', 'submissions/link', '^main')
    const { out, err } = await at('bringer')(['sh', 'tools/bring-in.sh', bundle])
    expect(out).toBe('')
    expect(err.match(/Left out: submissions\/\w+ adds something else than a work\./g)).toHaveLength(2)
    expect(await git('hub.git', 'for-each-ref', '--format=%(refname:short)', 'refs/heads/submissions')).toBe(
      'submissions/ada-lovelace-moon\n',
    )
  } finally {
    server.close()
  }
})

test('files of a job of CircleCI go nowhere but where they belong', async () => {
  const server = createServer((request, response) => {
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const page = request.url!.includes('page-token')
    const items = [
      'generated/ada-sun/woven-ada-sun.png',
      'generated/../../escape.png',
      '/etc/passwd',
      'preview/index.html',
      'generated/ada-sun/.hidden',
    ].map((path) => ({ path, url: `${base}/file` }))
    if (request.url === '/file') response.end('bytes')
    else
      response.end(
        JSON.stringify(
          page
            ? { items: [{ path: 'generated/b/c.png', url: `${base}/file` }], next_page_token: null }
            : { items, next_page_token: 'two' },
        ),
      )
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  try {
    await good('art', ['node', 'tools/circleci-files.mjs', '12'], {
      CIRCLE_API: api,
      CIRCLE_PROJECT_USERNAME: 'ada',
      CIRCLE_PROJECT_REPONAME: 'art',
    })
    const found = (readdirSync(desk.path('art/from'), { recursive: true }) as string[])
      .filter((path) => path.endsWith('.png'))
      .toSorted()
    expect(found).toEqual([join('12', 'ada-sun', 'woven-ada-sun.png'), join('12', 'b', 'c.png')])
    expect((await at('art')(['node', 'tools/circleci-files.mjs', '../1'])).code).toBe(1)
  } finally {
    server.close()
  }
})
