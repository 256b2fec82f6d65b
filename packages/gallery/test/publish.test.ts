import { createHash } from 'node:crypto'
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { hostname } from 'node:os'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { markdown } from './fixtures/desk.ts'
import { picture } from './fixtures/pictures.ts'
import { openGallery, plainSite, type Gallery } from './fixtures/site.ts'

let gallery: Gallery
beforeEach(async () => {
  gallery = openGallery()
  await gallery.work('moth', { title: 'Moth', date: '2026-01-02' })
  await gallery.work('sun', { title: 'Sun', date: '2026-01-03' })
  await gallery.build('moth', { dreamy: {} })
  await gallery.build('sun', { dreamy: {}, guided: { uids: ['moth'] }, frame: { files: ['guided-sun.jpg'] } })
})
afterEach(() => gallery.clear())

const page = (): string[] => gallery.site()['index.html']!.split('\n')
const approveBoth = async (): Promise<void> => {
  await gallery.say('moth', 'approve')
  await gallery.say('sun', 'approve')
}

test('what was approved is published byte for byte; what was not is left out and blocks nobody', async () => {
  await gallery.say('moth', 'approve')
  const report = await gallery.publish()
  expect(report).toMatchObject({ refused: [], published: ['moth'], left: [{ uid: 'sun', why: 'it is pending' }] })
  expect(page()).toEqual(['https://example.org/art/', 'moth: Moth dreamy-moth.jpg'])
  for (const [name, path] of [
    ['moth.png', 'works/2026/moth.png'],
    ['moth.md', 'works/2026/moth.md'],
    ['dreamy-moth.jpg', 'generated/moth/dreamy-moth.jpg'],
    ['build.json', 'generated/moth/build.json'],
  ] as const)
    expect(gallery.site()[`gallery/moth/${name}`]).toBe(gallery.read(path).toString('latin1'))
  await gallery.say('sun', 'hold')
  expect((await gallery.publish()).left).toEqual([{ uid: 'sun', why: 'it is held' }])
})

test('the same inputs give the same bytes', async () => {
  await approveBoth()
  expect(await gallery.publish()).toMatchObject({ unchanged: false })
  const first = gallery.site()
  expect(await gallery.publish()).toMatchObject({ unchanged: true })
  await gallery.publish({ out: gallery.path('site/../elsewhere') })
  expect(gallery.site()).toEqual(first)
})

for (const [what, path] of [
  ['the picture', 'works/2026/sun.png'],
  ['the text', 'works/2026/sun.md'],
  ['a made picture', 'generated/sun/guided-sun.jpg'],
  ['the record of the build', 'generated/sun/build.json'],
] as const)
  test(`one byte of ${what} is other than was approved: nothing is published`, async () => {
    await approveBoth()
    await gallery.publish()
    const before = gallery.site()
    const was = gallery.read(path)
    const bytes = Buffer.from(was)
    const at = path.endsWith('.md')
      ? bytes.indexOf('Sun')
      : path.endsWith('.json')
        ? bytes.indexOf('guide')
        : bytes.length - 20
    bytes[at] = bytes[at]! ^ 1
    gallery.write(path, bytes)
    const { refused, published } = await gallery.publish()
    expect(published).toEqual([])
    expect(refused).toContainEqual({
      uid: 'sun',
      file: path,
      expected: expect.stringMatching(/^[0-9a-f]{64}$/),
      found: expect.stringMatching(/^[0-9a-f]{64}$/),
      message: 'is not what was approved.',
      fix: expect.stringContaining('approve it again'),
    })
    expect(gallery.site()).toEqual(before)
    gallery.write(path, was)
    expect((await gallery.publish()).refused).toEqual([])
  })

test('a made picture that was added, or taken away, refuses too', async () => {
  await approveBoth()
  await gallery.build('sun', {
    dreamy: {},
    guided: { uids: ['moth'] },
    frame: { files: ['guided-sun.jpg'] },
    extra: {},
  })
  expect((await gallery.publish()).refused.map(({ file, expected }) => [file, expected !== undefined])).toEqual([
    ['generated/sun/build.json', true],
    ['generated/sun/extra-sun.jpg', false],
  ])
  await gallery.build('sun', { dreamy: {} })
  expect((await gallery.publish()).refused.map(({ file, message }) => [file, message])).toEqual([
    ['generated/sun/build.json', 'is not what was approved.'],
    ['generated/sun/frame-sun.jpg', 'was approved and is not there any more.'],
    ['generated/sun/guided-sun.jpg', 'was approved and is not there any more.'],
  ])
})

/** Has the record of the sun name a picture between two others. */
function nameBetween(of = 'frame-sun.jpg', file = 'closer-guided-sun.png'): Buffer {
  const bytes = Buffer.from(`between ${file}`)
  const record = JSON.parse(gallery.read('generated/sun/build.json').toString()) as {
    generated: { file: string; between?: object[] }[]
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  record.generated.find((each) => each.file === of)!.between = [{ file, sha256, bytes: bytes.length }]
  gallery.write(`generated/sun/${file}`, bytes)
  gallery.write('generated/sun/build.json', `${JSON.stringify(record, null, 2)}\n`)
  return bytes
}

test('pictures in between lie beside the record, so that the site alone can be verified', async () => {
  const bytes = nameBetween()
  await approveBoth()
  await gallery.publish()
  const path = 'gallery/sun/closer-guided-sun.png'
  expect(gallery.site()[path]).toBe(bytes.toString('latin1'))
  // Gone or changed in the gallery, it is found in what was published before.
  for (const change of [
    () => rmSync(gallery.path('generated/sun/closer-guided-sun.png')),
    () => gallery.write('generated/sun/closer-guided-sun.png', 'other bytes'),
  ]) {
    change()
    expect((await gallery.publish()).refused).toEqual([])
    expect(gallery.site()[path]).toBe(bytes.toString('latin1'))
  }
  // Nowhere at all it keeps nothing back, and bytes that nobody approved do not take its place.
  const elsewhere = gallery.path('site/../elsewhere')
  expect((await gallery.publish({ out: elsewhere })).published).toEqual(['moth', 'sun'])
  expect(existsSync(`${elsewhere}/${path}`)).toBe(false)
})

test('a picture in between leaves with what was made of it, and takes the place of no other file', async () => {
  nameBetween('guided-sun.jpg')
  await gallery.say('sun', 'approve')
  const { left } = await gallery.publish()
  expect(left.map(({ file }) => file)).toContain('guided-sun.jpg')
  expect(Object.keys(gallery.site()).filter((path) => path.includes('closer'))).toEqual([])
  for (const name of ['index.html', 'sun.png']) {
    const was = gallery.read('generated/sun/build.json')
    nameBetween('dreamy-sun.jpg', name)
    await gallery.say('sun', 'approve')
    await gallery.publish()
    expect(gallery.site()[`gallery/sun/${name}`]?.startsWith('between') ?? false).toBe(false)
    gallery.write('generated/sun/build.json', was)
  }
})

test('--keep-published: a work that was changed stays as it was published, the rest goes on', async () => {
  await gallery.say('sun', 'approve')
  await gallery.say('moth', 'approve')
  await gallery.publish()
  const before = gallery.site()
  gallery.write('works/2026/sun.md', markdown('sun', { title: 'Another sun', date: '2026-01-03' }))
  await gallery.build('sun', { other: {} })
  rmSync(gallery.path('generated/sun/guided-sun.jpg'))
  await gallery.work('star', { title: 'Star', date: '2026-01-04' })
  await gallery.say('star', 'approve')
  expect((await gallery.publish()).refused.length).toBeGreaterThan(0)
  const report = await gallery.publish({ keepPublished: true })
  expect(report).toMatchObject({ refused: [], published: ['moth', 'sun', 'star'], left: [] })
  const { 'index.html': _, 'reverie-site.json': __, ...same } = before
  expect(gallery.site()).toMatchObject(same)
  expect(page()).toContain('sun: Sun dreamy-sun.jpg guided-sun.jpg frame-sun.jpg')
})

test('--keep-published does not publish what the check finds wrong with approved bytes', async () => {
  await approveBoth()
  gallery.write('gallery.yaml', `${gallery.read('gallery.yaml').toString()}licenses: [CC0-1.0]\n`)
  const { refused } = await gallery.publish({ keepPublished: true })
  expect(refused.map(({ file }) => file)).toEqual([
    expect.stringMatching(/^works\/2026\/moth\.md:\d+$/),
    expect.stringMatching(/^works\/2026\/sun\.md:\d+$/),
  ])
})

test('problems of works that nobody approved are no reason to refuse; those of the configuration are', async () => {
  await gallery.say('moth', 'approve')
  gallery.write('works/2026/sun.md', markdown('sun', { price: '1' }))
  expect(await gallery.publish()).toMatchObject({ refused: [], published: ['moth'] })
  gallery.write('gallery.yaml', `${gallery.read('gallery.yaml').toString()}bananas: 1\n`)
  expect((await gallery.publish()).refused).toMatchObject([
    { file: 'gallery.yaml:5', message: 'There is no key "bananas".' },
  ])
})

test('approved bytes are found by their hash: in a folder of CI, under any name, and in what was published', async () => {
  await approveBoth()
  mkdirSync(gallery.path('artefact/deep'), { recursive: true })
  renameSync(gallery.path('generated/sun'), gallery.path('artefact/deep/anything'))
  const missing = (await gallery.publish()).refused
  expect(missing.map(({ file }) => file)).toContain('generated/sun/guided-sun.jpg')
  expect(missing[0]!.fix).toContain('--from')
  expect(await gallery.publish({ from: [gallery.path('artefact')] })).toMatchObject({
    refused: [],
    published: ['moth', 'sun'],
  })
  rmSync(gallery.path('artefact'), { recursive: true })
  rmSync(gallery.path('generated'), { recursive: true })
  expect(await gallery.publish()).toMatchObject({ refused: [], published: ['moth', 'sun'] })
  await expect(gallery.publish({ from: [gallery.path('artefact')] })).rejects.toThrow('There is no folder')
})

test('a build of CI that made other bytes than were approved refuses, and names them', async () => {
  await approveBoth()
  mkdirSync(gallery.path('artefact'))
  renameSync(gallery.path('generated'), gallery.path('artefact/generated'))
  appendFileSync(gallery.path('artefact/generated/sun/dreamy-sun.jpg'), 'x')
  expect((await gallery.publish({ from: [gallery.path('artefact')] })).refused).toMatchObject([
    { file: 'generated/sun/dreamy-sun.jpg', message: 'is not what was approved.' },
  ])
})

test('of what several runs of CI kept of a work, that which was approved counts', async () => {
  await gallery.build('sun', { other: {} })
  cpSync(gallery.path('generated'), gallery.path('from/1/generated'), { recursive: true })
  rmSync(gallery.path('generated/sun'), { recursive: true })
  await gallery.build('sun', { dreamy: {} })
  await approveBoth()
  renameSync(gallery.path('generated'), gallery.path('from/2'))
  const from = [gallery.path('from/1'), gallery.path('from/2')]
  expect(await gallery.publish({ from })).toMatchObject({ refused: [], published: ['moth', 'sun'] })
  expect((await gallery.publish({ from: [from[0]!] })).refused).toMatchObject([
    { file: 'generated/sun/build.json', message: 'is not what was approved.' },
    { file: 'generated/sun/other-sun.jpg' },
    { file: 'generated/sun/dreamy-sun.jpg' },
  ])
})

test('a link in a folder of CI is not followed', async () => {
  await gallery.say('moth', 'approve')
  mkdirSync(gallery.path('artefact'))
  cpSync(gallery.path('generated/moth'), gallery.path('aside'), { recursive: true })
  rmSync(gallery.path('generated/moth/dreamy-moth.jpg'))
  symlinkSync(gallery.path('aside/dreamy-moth.jpg'), gallery.path('artefact/dreamy-moth.jpg'))
  expect((await gallery.publish({ from: [gallery.path('artefact')] })).refused).toMatchObject([
    { file: 'generated/moth/dreamy-moth.jpg' },
  ])
  symlinkSync(gallery.path('aside/dreamy-moth.jpg'), gallery.path('generated/moth/dreamy-moth.jpg'))
  expect((await gallery.publish()).refused).toMatchObject([{ file: 'generated/moth/dreamy-moth.jpg' }])
})

test('an approval that is taken back, and a takedown, which leaves a tombstone also without files', async () => {
  await approveBoth()
  await gallery.publish()
  await gallery.say('moth', 'revoke')
  const revoked = await gallery.publish()
  expect(revoked).toMatchObject({ published: ['sun'], tombstones: [] })
  expect(Object.keys(gallery.site()).filter((path) => path.includes('moth'))).toEqual([])
  await gallery.say('moth', 'takedown', { reason: 'The author asked for it' })
  for (const path of ['works/2026/moth.md', 'works/2026/moth.png', 'generated/moth'])
    rmSync(gallery.path(path), { recursive: true })
  expect(await gallery.publish()).toMatchObject({ refused: [], published: ['sun'], tombstones: ['moth'] })
  expect(page()).toContain('taken down moth: The author asked for it')
})

test('what was made from a work that was taken down, or whose author takes consent back, goes with it', async () => {
  await approveBoth()
  await gallery.say('moth', 'takedown', { reason: 'The author asked for it' })
  expect((await gallery.publish()).left).toEqual([
    { uid: 'sun', file: 'guided-sun.jpg', why: '"moth", which it was made from, is not published' },
    { uid: 'sun', file: 'frame-sun.jpg', why: 'guided-sun.jpg, which it was made from, is left out' },
  ])
  expect(page()).toContain('sun: Sun dreamy-sun.jpg')
  expect(gallery.site()['gallery/sun/guided-sun.jpg']).toBeUndefined()
  await gallery.say('moth', 'approve')
  expect((await gallery.publish()).left).toEqual([])
  gallery.write('works/2026/moth.md', markdown('moth', { title: 'Moth', date: '2026-01-02', remix: 'false' }))
  expect((await gallery.publish({ keepPublished: true })).left).toEqual([
    { uid: 'moth', file: 'dreamy-moth.jpg', why: 'the author of "moth", which it was made from, does not consent' },
    { uid: 'sun', file: 'guided-sun.jpg', why: 'the author of "moth", which it was made from, does not consent' },
    { uid: 'sun', file: 'frame-sun.jpg', why: 'guided-sun.jpg, which it was made from, is left out' },
  ])
})

test('what was made from a picture that has been replaced is left out until it is built again', async () => {
  await approveBoth()
  await gallery.work('moth', { title: 'Moth', date: '2026-01-02' }, await picture('another moth'))
  await gallery.build('moth', { dreamy: {} })
  await gallery.say('moth', 'approve')
  const replaced = 'it was made from a picture of "moth" that has been replaced: build, and look at it again'
  expect((await gallery.publish()).left).toEqual([
    { uid: 'sun', file: 'guided-sun.jpg', why: replaced },
    { uid: 'sun', file: 'frame-sun.jpg', why: 'guided-sun.jpg, which it was made from, is left out' },
  ])
})

test('a work that was approved and is gone is not forgotten silently', async () => {
  await approveBoth()
  rmSync(gallery.path('works/2026/moth.md'))
  rmSync(gallery.path('works/2026/moth.png'))
  const { refused } = await gallery.publish()
  expect(refused.map(({ file }) => file)).toEqual(['works/2026/moth.md', 'works/2026/moth.png'])
  expect(refused[0]!.fix).toContain('--take-down moth')
})

test('decisions that cannot be read publish nothing', async () => {
  await approveBoth()
  gallery.write('decisions/moth.yaml', '- decision: approve\n  by: &a Eve <eve@example.org>\n')
  expect((await gallery.publish()).refused.map(({ file }) => file)).toContain('decisions/moth.yaml:2')
})

test('a picture that nobody approved makes no approved one a duplicate', async () => {
  await approveBoth()
  gallery.write('works/2026/copy.md', markdown('copy', { date: '2026-01-01' }))
  gallery.write('works/2026/copy.png', gallery.read('works/2026/sun.png'))
  expect(await gallery.check({ now: Date.UTC(2026, 5, 1) })).toMatchObject([
    { file: 'works/2026/sun.png', code: 'duplicate' },
  ])
  expect(await gallery.publish()).toMatchObject({ refused: [], published: ['moth', 'sun'] })
  await gallery.say('copy', 'approve')
  expect((await gallery.publish()).refused).toMatchObject([{ uid: 'sun', file: 'works/2026/sun.png:1' }])
})

test('a work whose parent was taken down, and is gone, blocks nobody', async () => {
  gallery.write('works/2026/sun.md', markdown('sun', { title: 'Sun', date: '2026-01-03', parents: '[moth]' }))
  await approveBoth()
  rmSync(gallery.path('works/2026/moth.md'))
  rmSync(gallery.path('works/2026/moth.png'))
  const now = Date.UTC(2026, 5, 1)
  expect(await gallery.check({ now })).toMatchObject([{ file: 'works/2026/sun.md', code: 'parent' }])
  await gallery.say('moth', 'takedown', { reason: 'The author asked for it' })
  expect(await gallery.check({ now })).toEqual([])
  expect(await gallery.publish()).toMatchObject({ refused: [], published: ['sun'], tombstones: ['moth'] })
})

test('a repository in the folder is one afterwards', async () => {
  await approveBoth()
  mkdirSync(gallery.path('site'))
  gallery.git('-C', 'site', 'init', '--quiet')
  gallery.git(
    '-C',
    'site',
    '-c',
    'user.name=A',
    '-c',
    'user.email=a@b',
    'commit',
    '--quiet',
    '--allow-empty',
    '-m',
    'x',
  )
  gallery.git('-C', 'site', 'pack-refs', '--all')
  const head = gallery.git('-C', 'site', 'rev-parse', 'HEAD')
  mkdirSync(gallery.path('site/index.html'))
  await gallery.publish()
  await gallery.publish()
  expect(gallery.git('-C', 'site', 'rev-parse', '--show-toplevel', 'HEAD').split('\n')).toEqual([
    realpathSync(gallery.path('site')),
    head,
  ])
})

test('files of others survive a publishing that was killed while the folders were exchanged', async () => {
  await approveBoth()
  await gallery.publish()
  gallery.write('site/CNAME', 'example.org')
  const host = createHash('sha256').update(hostname()).digest('hex').slice(0, 8)
  renameSync(gallery.path('site'), gallery.path(`.site.${host}-3999999-00000000.reverie-aside`))
  expect(await gallery.publish()).toMatchObject({ unchanged: true, kept: 1 })
  expect(gallery.site()['CNAME']).toBe('example.org')
})

test('files of others in the folder stay; one of them in the way is told, and nothing is written', async () => {
  await gallery.say('moth', 'approve')
  gallery.write('site/CNAME', 'art.example.org')
  gallery.write('site/about/hand.html', 'By hand')
  gallery.write('site/.nojekyll', 'Mine')
  expect(await gallery.publish()).toMatchObject({ kept: 3 })
  expect(gallery.site()).toMatchObject({
    CNAME: 'art.example.org',
    'about/hand.html': 'By hand',
    '.nojekyll': 'Mine',
  })
  await gallery.say('sun', 'approve')
  gallery.write('site/gallery/sun', 'A file where a folder comes')
  const before = gallery.site()
  await expect(gallery.publish()).rejects.toThrow(
    /at places of the site that publishing did not write: gallery\/sun\./,
  )
  expect(gallery.site()).toEqual(before)
  rmSync(gallery.path('site/gallery/sun'))
  gallery.write('site/gallery/sun/sun.png', 'Mine')
  await expect(gallery.publish()).rejects.toThrow('gallery/sun/sun.png')
})

test('what is no longer of the site goes; a folder that was no site gets one beside what it holds', async () => {
  await approveBoth()
  gallery.write('site/index.html', 'Somebody’s')
  await expect(gallery.publish()).rejects.toThrow('index.html')
  rmSync(gallery.path('site/index.html'))
  await gallery.publish()
  await gallery.say('sun', 'revoke')
  await gallery.publish()
  expect(existsSync(gallery.path('site/gallery/sun'))).toBe(false)
})

test('a manifest that leads out of the site, or is none, is not followed', async () => {
  await gallery.say('moth', 'approve')
  const hash = 'a'.repeat(64)
  for (const path of ['../works/2026/moth.md', '/etc/hostname', 'a/../../b', '.git/config', 'a\\b', 'c:x', '']) {
    gallery.write('site/reverie-site.json', JSON.stringify({ version: 1, files: { [path]: hash } }))
    await expect(gallery.publish()).rejects.toThrow('The reverie-site.json of')
  }
  gallery.write('site/reverie-site.json', 'no')
  await expect(gallery.publish()).rejects.toThrow('cannot be read')
  expect(existsSync(gallery.path('works/2026/moth.md'))).toBe(true)
})

test('a site does not go where the gallery is', async () => {
  await gallery.say('moth', 'approve')
  for (const out of ['.', '..', 'works', 'works/2026', 'generated/moth', '.git', 'decisions'])
    await expect(gallery.publish({ out: gallery.path(out) })).rejects.toThrow('holds the gallery itself')
  writeFileSync(gallery.path('file'), '')
  await expect(gallery.publish({ out: gallery.path('file') })).rejects.toThrow('is a file')
  symlinkSync(gallery.folder, gallery.path('link'))
  await expect(gallery.publish({ out: gallery.path('link/works') })).rejects.toThrow('holds the gallery itself')
})

test('an address is needed, and is one of a folder', async () => {
  await gallery.say('moth', 'approve')
  await expect(gallery.publish({ address: 'javascript:alert(1)' })).rejects.toThrow('no address')
  await expect(gallery.publish({ address: 'https://example.org/?a' })).rejects.toThrow('that of a folder')
  gallery.write('gallery.yaml', 'version: 1\ntitle: A Gallery\n')
  await expect(gallery.publish()).rejects.toThrow('give --address')
  await gallery.publish({ address: 'https://example.org/x' })
  expect(page()[0]).toBe('https://example.org/x/')
})

test('bytes that change while the site is made are noticed', async () => {
  gallery.clear()
  gallery = openGallery(async (publication, folder, options) => {
    writeFileSync(gallery.path('works/2026/moth.png'), 'Other bytes')
    return plainSite(publication, folder, options)
  })
  await gallery.work('moth')
  await gallery.say('moth', 'approve')
  await expect(gallery.publish()).rejects.toThrow('gallery/moth/moth.png did not come out as it was approved')
  expect(existsSync(gallery.path('site'))).toBe(false)
  expect(readFileSync(gallery.path('works/2026/moth.png'), 'utf8')).toBe('Other bytes')
})

test('pictures of an older site that somebody changed are not taken over', async () => {
  const given: (string | undefined)[] = []
  gallery.clear()
  gallery = openGallery(async (publication, folder, options) => {
    given.push(options.previous)
    mkdirSync(`${folder}/pictures`)
    writeFileSync(`${folder}/pictures/moth-320.jpg`, 'small')
    return plainSite(publication, folder, options)
  })
  await gallery.work('moth')
  await gallery.say('moth', 'approve')
  await gallery.publish()
  await gallery.publish()
  gallery.write('site/pictures/moth-320.jpg', 'smell')
  await gallery.publish()
  expect(given).toEqual([undefined, realpathSync(gallery.path('site')), undefined])
})

test('of a work in another medium the picture is published that was made of it', async () => {
  gallery.write(
    'plugins/words.mjs',
    "export const media = { endings: ['txt'], judge: () => [], render: () => { throw new Error('not now') } }\n",
  )
  gallery.write('gallery.yaml', `${gallery.read('gallery.yaml').toString()}plugins: [plugins/words.mjs]\n`)
  gallery.write('works/2026/poem.md', markdown('poem', { image: undefined, media: 'poem.txt', date: '2026-01-05' }))
  gallery.write('works/2026/poem.txt', 'Two halves')
  await gallery.say('poem', 'approve')
  expect((await gallery.publish()).refused).toMatchObject([
    { file: 'works/2026/poem.txt', message: 'has no picture that was made of it.' },
  ])
  await gallery.build('poem', { picture: {}, dreamy: {} }, 'txt')
  await gallery.say('poem', 'approve')
  expect(await gallery.publish()).toMatchObject({ refused: [], published: ['poem'] })
  expect(Object.keys(gallery.site()).filter((path) => path.startsWith('gallery/'))).toEqual([
    'gallery/poem/build.json',
    'gallery/poem/dreamy-poem.jpg',
    'gallery/poem/picture-poem.jpg',
    'gallery/poem/poem.md',
  ])
  gallery.write('works/2026/poem.txt', 'Three halves')
  expect((await gallery.publish()).refused).toMatchObject([{ file: 'works/2026/poem.txt' }])
  expect(await gallery.publish({ keepPublished: true })).toMatchObject({ refused: [], published: ['poem'] })
})
