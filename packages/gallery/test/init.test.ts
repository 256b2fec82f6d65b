import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkGallery, initGallery, parseProgram, programOf } from '@reverie/gallery/node'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { markdown, openDesk, type Desk } from './fixtures/desk.ts'
import { picture } from './fixtures/pictures.ts'

const program = {
  repository: 'https://example.org/reverie.git',
  commit: '0123456789abcdef0123456789abcdef01234567',
}
const title = 'Ada’s “Art”: #1'

let desk: Desk
beforeEach(async () => {
  desk = openDesk()
  rmSync(desk.path('gallery.yaml'))
})
afterEach(() => desk.clear())

const read = (path: string): string => readFileSync(desk.path(path), 'utf8')
const all = (): string[] =>
  (
    readdirSync(desk.folder, { recursive: true, withFileTypes: true }) as {
      name: string
      parentPath: string
      isFile(): boolean
    }[]
  )
    .filter((entry) => entry.isFile())
    .map(({ name, parentPath }) => join(parentPath, name).slice(desk.folder.length + 1))

test('makes a gallery that takes works as its own guide shows them', async () => {
  await initGallery({ folder: desk.folder, title, program })
  expect(await checkGallery({ folder: desk.folder })).toMatchObject({ title, works: 0, problems: [] })
  const [, example] = /```\n(---\n[\s\S]*?)```/.exec(read('CONTRIBUTING.md'))!
  desk.write('works/2026/ada-sun.md', example!)
  desk.write('works/2026/ada-sun.jpg', await (await import('./fixtures/pictures.ts')).jpeg('sun'))
  expect((await checkGallery({ folder: desk.folder })).problems).toEqual([])
})

test('every file is filled in, parses, and names no command that is not there', async () => {
  const { written } = await initGallery({ folder: desk.folder, title, program })
  expect(all().toSorted()).toEqual([...written].toSorted())
  for (const file of written) {
    expect(read(file)).not.toMatch(file.endsWith('.mjs') ? /\{\{/ : /(?<!\$)\{\{|undefined/)
    if (/\.ya?ml$/.test(file)) expect(parse(read(file))).toBeTypeOf('object')
    if (file.endsWith('.sh')) execFileSync('sh', ['-n', desk.path(file)])
    for (const [, command] of read(file).matchAll(/reverie(?:\.sh)?"? gallery (\w+)/g))
      expect(['check', 'build', 'review', 'publish', 'serve', 'submit']).toContain(command)
  }
})

test('keeps what is there, and is not made twice', async () => {
  desk.write('README.md', 'Mine.\n')
  expect((await initGallery({ folder: desk.folder, title, program })).kept).toEqual(['README.md'])
  expect(read('README.md')).toBe('Mine.\n')
  await expect(initGallery({ folder: desk.folder, title, program })).rejects.toThrow('is a gallery already')
})

test.each(['', 'two\nlines', '<b>bold</b>'])('a title that is none: %j', async (wrong) => {
  await expect(initGallery({ folder: desk.folder, title: wrong, program })).rejects.toThrow('The title is not one')
  expect(all()).toEqual([])
})

interface Job {
  readonly permissions?: Record<string, string>
  readonly environment?: string
  readonly if?: string
  readonly steps: {
    run?: string
    uses?: string
    with?: Record<string, unknown>
    env?: Record<string, string>
    name?: string
  }[]
}
interface Workflow {
  readonly on: Record<string, unknown>
  readonly permissions: Record<string, string>
  readonly jobs: Record<string, Job>
}

describe('workflows', () => {
  beforeEach(async () => {
    await initGallery({ folder: desk.folder, title, program })
  })
  const workflow = (name: string): Workflow => parse(read(`.github/workflows/${name}.yml`)) as Workflow
  const steps = (name: string): Job['steps'] => Object.values(workflow(name).jobs).flatMap((job) => job.steps)

  test.each(['check', 'publish', 'submissions'])(
    '%s: nothing of a submission in a command, no secrets, all actions pinned',
    (name) => {
      expect(Object.keys(workflow(name).on)).not.toContain('pull_request_target')
      expect(read(`.github/workflows/${name}.yml`)).not.toMatch(/secrets[.[]/)
      for (const { run, uses, with: given, env } of steps(name)) {
        if (run !== undefined) expect(run).not.toContain('${{')
        if (uses !== undefined) expect(uses).toMatch(/^actions\/[a-z-]+@[0-9a-f]{40}$/)
        if (uses?.startsWith('actions/checkout') === true)
          expect(given).toMatchObject({ 'persist-credentials': false })
        for (const value of Object.values(env ?? {}))
          expect(value).not.toMatch(/\.(?:title|body|head\.ref|label|message)\b/)
      }
    },
  )

  test('what judges and makes may only read', () => {
    expect(workflow('check').permissions).toEqual({ contents: 'read' })
    for (const job of Object.values(workflow('check').jobs)) expect(job.permissions).toBeUndefined()
    const { read: reads } = workflow('submissions').jobs
    expect(reads!.permissions).toEqual({ contents: 'read' })
    expect(JSON.stringify(reads)).not.toContain('token')
  })

  test('what may write runs on the main branch, runs no generator, and waits for a person where it publishes', () => {
    const { on, permissions, jobs } = workflow('publish')
    expect(permissions).toEqual({})
    expect(on['push']).toMatchObject({ branches: ['main'] })
    expect(jobs['publish']).toMatchObject({
      environment: 'gallery',
      if: "github.ref == 'refs/heads/main'",
      permissions: { contents: 'write', actions: 'read' },
    })
    expect(jobs['publish']!.steps.map(({ run }) => run).join('\n')).not.toMatch(/gallery build|preview\.sh/)
    // The token is there where it is needed, and not where Reverie runs.
    for (const { run, env } of jobs['publish']!.steps)
      if (run?.includes('publish.sh') === true) expect(env).toBeUndefined()
    const { 'bring-in': brings } = workflow('submissions').jobs
    expect(brings!.permissions).toEqual({ actions: 'write', contents: 'write', 'pull-requests': 'write' })
    expect(brings!.steps.map(({ run }) => run).join('\n')).not.toMatch(/reverie|node /)
  })

  test('on CircleCI a person approves before anything is published', () => {
    const { workflows } = parse(read('.circleci/config.yml')) as { workflows: Record<string, { jobs: unknown[] }> }
    expect(workflows['gallery']!.jobs).toEqual([
      { approve: { type: 'approval', filters: { branches: { only: 'main' } } } },
      { publish: { requires: ['approve'], context: 'gallery', filters: { branches: { only: 'main' } } } },
    ])
    expect(JSON.stringify(workflows['submission'])).not.toMatch(/context|publish"/)
  })

  test('what is made and what is fetched is no part of the repository', () => {
    expect(read('.gitignore').split('\n')).toEqual(
      expect.arrayContaining(['/generated/', '/site/', '/preview/', '/from/']),
    )
  })
})

test('gallery.yaml shows what has no default as comments that can be uncommented', async () => {
  await initGallery({ folder: desk.folder, title, program })
  const text = read('gallery.yaml')
  expect(text).toContain('\n  # address: https://example.org/our-art/\n')
  for (const key of ['address', 'repository', 'studio']) {
    const line = new RegExp(`^  # ${key}: .*$`, 'm').exec(text)![0]
    desk.write('gallery.yaml', text.replace(line, line.replace('# ', '')))
    expect((await checkGallery({ folder: desk.folder })).problems).toEqual([])
    expect((parse(read('gallery.yaml')) as { site: object }).site).toHaveProperty(key)
  }
})

test('while gallery.yaml cannot be read, nothing is told that depends on it', async () => {
  await initGallery({ folder: desk.folder, title, program, examples: true })
  desk.write('works/2026/ada.md', markdown('ada', { image: undefined, media: 'ada.csv' }))
  desk.write('works/2026/ada.csv', 'a,b\n1,2\n2,3\n4,1\n')
  expect(await checkGallery({ folder: desk.folder })).toMatchObject({ partly: false, problems: [] })
  desk.write('gallery.yaml', `${read('gallery.yaml')}\nsite: {}\n`)
  const report = await checkGallery({ folder: desk.folder })
  expect(report.problems.map(({ file }) => file)).toEqual(['gallery.yaml'])
  expect(report).toMatchObject({ partly: true, title: expect.not.stringContaining('gallery.yaml') as string })
})

test('a file that a plug-in of the examples takes says so', async () => {
  await initGallery({ folder: desk.folder, title, program })
  desk.write('works/2026/ada.csv', 'a\n1\n')
  desk.write('works/2026/run.sh', 'true\n')
  const { problems } = await checkGallery({ folder: desk.folder })
  expect(problems.map(({ file, fix }) => [file, fix.includes('init --examples')])).toEqual([
    ['works/2026/ada.csv', true],
    ['works/2026/run.sh', false],
  ])
})

test('with examples there are plug-ins that are named', async () => {
  const { written } = await initGallery({ folder: desk.folder, title, program, examples: true })
  const plugins = written.filter((path) => path.startsWith('plugins/'))
  expect(plugins.length).toBeGreaterThanOrEqual(3)
  expect(read('gallery.yaml')).toContain('\nplugins: [ plugins/table.mjs, plugins/sound.mjs, plugins/link.mjs ]\n')
  expect((await checkGallery({ folder: desk.folder })).problems).toEqual([])
})

describe('in a repository, with the plain shell', () => {
  const git = (...words: string[]): string =>
    execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', ...words], {
      cwd: desk.folder,
      encoding: 'utf8',
    })

  test('a submission is judged by the program of its base', async () => {
    await initGallery({ folder: desk.folder, title, program })
    // Stands for what the recipe would fetch: says what it was called with.
    const stub = (words: string): void =>
      writeFileSync(desk.path('tools/reverie.sh'), `#!/bin/sh\necho "${words}: $*"\n`)
    stub('base')
    git('init', '--quiet', '--initial-branch', 'main')
    git('add', '--all')
    git('commit', '--quiet', '--message', 'A gallery')
    stub('submission')
    desk.write('works/2026/ada.md', markdown('ada'))
    desk.write('works/2026/ada.png', await picture('ada'))
    const run = (...words: string[]): string =>
      execFileSync('sh', [desk.path('tools/check.sh'), ...words], { encoding: 'utf8' })
    expect(run()).toBe('submission: gallery check .\n')
    expect(run('main')).toBe('base: gallery check . --base main\n')
  })

  test('the program can be another, of several words', async () => {
    await initGallery({ folder: desk.folder, title, program })
    const out = execFileSync('sh', [desk.path('tools/reverie.sh'), 'gallery', 'a b'], {
      encoding: 'utf8',
      env: { ...process.env, REVERIE: 'printf %s|' },
    })
    expect(out).toBe('gallery|a b|')
  })

  test('the program of a checkout', async () => {
    desk.write('a.txt', 'a')
    git('init', '--quiet')
    expect(await programOf(desk.folder)).toBeUndefined()
    git('add', '--all')
    git('commit', '--quiet', '--message', 'One')
    const commit = git('rev-parse', 'HEAD').trim()
    expect(await programOf(desk.folder)).toEqual({ repository: desk.folder, commit })
    git('remote', 'add', 'origin', 'https://ada:secret@example.org/reverie.git')
    expect(await programOf(desk.folder)).toEqual({ repository: 'https://example.org/reverie.git', commit })
  })
})

test.each([
  `x'; rm -rf ~; '#${program.commit}`,
  `--upload-pack=x#${program.commit}`,
  'https://example.org/reverie.git#main',
  'nothing',
])('no program: %s', (text) => {
  expect(() => parseProgram(text)).toThrow('is no <address>#<commit>')
})

test('a program', () => {
  expect(parseProgram(`git@example.org:a/b.git#${program.commit}`)).toEqual({
    repository: 'git@example.org:a/b.git',
    commit: program.commit,
  })
})
