import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { gzipSync } from 'node:zlib'
import { makeSite } from '@reverie/gallery/node'
import { embedRecipe, type Recipe } from '@reverie/recipe'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { mostOf } from '../src/site/tint.ts'
import { jpeg, picture, webp } from './fixtures/pictures.ts'
import {
  address,
  elementsOf,
  filesOf,
  hashesOf,
  openPress,
  sampleWishes,
  tombstones,
  type Press,
} from './fixtures/publication.ts'

let press: Press
let site: string
beforeAll(async () => {
  press = openPress()
  site = press.path('site')
  await makeSite(
    await press.publication(await sampleWishes(), {
      tombstones,
      site: { page: 4, newest: 5, studio: 'https://example.org/studio/' },
    }),
    site,
  )
})
afterAll(() => press.clear())

const read = (path: string): string => readFileSync(join(site, path), 'utf8')
const pages = (): string[] => filesOf(site).filter((name) => name.endsWith('.html'))

/** Links of pages that lead nowhere, and what pages ask of elsewhere. @param of the site's folder */
function astray(of: string): { dead: string[]; elsewhere: string[] } {
  const dead: string[] = []
  const elsewhere: string[] = []
  const html = (path: string): string => readFileSync(join(of, path), 'utf8')
  for (const page of filesOf(of).filter((name) => name.endsWith('.html'))) {
    const elements = elementsOf(html(page))
    const follow = (link: string): void => {
      const [path = '', anchor] = link.split('#')
      // Without folders of its own the page of errors says where it is from the root of its host.
      const from = path.startsWith('/art/') ? path.slice('/art/'.length) : join(dirname(page), path)
      const file =
        path === '' ? page : normalize(decodeURIComponent(path.endsWith('/') ? join(from, 'index.html') : from))
      if (!existsSync(join(of, file)) || !statSync(join(of, file)).isFile()) dead.push(`${page}: ${link}`)
      else if (
        anchor !== undefined &&
        !elementsOf(html(file)).some(({ attributes }) => attributes['id'] === anchor)
      )
        dead.push(`${page}: ${link}`)
    }
    for (const { name, attributes } of elements) {
      const { href, src, srcset, rel } = attributes
      for (const link of [href, src, ...(srcset ?? '').split(', ').map((each) => each.split(' ')[0])]) {
        if (link === undefined || link === '') continue
        if (!/^[a-z]+:/i.test(link)) follow(link)
        else if (rel === 'canonical') follow(`/art/${link.slice(address.length)}`)
        else if (name !== 'a') elsewhere.push(`${page}: ${link}`)
      }
    }
  }
  return { dead, elsewhere }
}

test('every link of every page leads somewhere, and nothing is asked of elsewhere', () => {
  expect(pages().length).toBeGreaterThan(25)
  expect(astray(site)).toEqual({ dead: [], elsewhere: [] })
})

test('every picture has a size, words, and as many sources as there are formats', () => {
  for (const page of pages()) {
    const elements = elementsOf(read(page))
    for (const { name, attributes } of elements) {
      if (name !== 'img') continue
      expect(Number(attributes['width']), page).toBeGreaterThan(0)
      expect(Number(attributes['height']), page).toBeGreaterThan(0)
      expect(attributes['alt'], page).toMatch(/pattern/)
    }
    const count = (wanted: string): number => elements.filter(({ name }) => name === wanted).length
    expect(count('source'), page).toBe(3 * count('img'))
    // What is seen first is not put off.
    const first = elements.find(({ name }) => name === 'img')
    if (first !== undefined) expect(first.attributes['loading'], page).toBeUndefined()
  }
})

test('approved bytes lie beside their page, untouched', async () => {
  const { works } = await press.publication(await sampleWishes())
  for (const { uid, picture, generated } of works)
    for (const { name, place } of [picture, ...generated])
      expect(readFileSync(join(site, 'gallery', uid, name))).toEqual(readFileSync(place))
})

test('the same works give the same bytes, and a site before it saves the pictures', async () => {
  const publication = await press.publication(await sampleWishes(), {
    tombstones,
    site: { page: 4, newest: 5, studio: 'https://example.org/studio/' },
  })
  const again = await makeSite(publication, press.path('again'))
  expect(again.pictures).toMatchObject({ kept: 0 })
  expect(hashesOf(press.path('again'))).toEqual(hashesOf(site))
  const kept = await makeSite(publication, press.path('kept'), { previous: site })
  expect(kept.pictures).toEqual({ made: 0, kept: again.pictures.made })
  expect(hashesOf(press.path('kept'))).toEqual(hashesOf(site))
})

test('an index of pictures that is damaged costs time and nothing else', async () => {
  const publication = await press.publication((await sampleWishes()).slice(0, 1))
  await makeSite(publication, press.path('whole'))
  press.write('broken/pictures/index.json', '{"making": 1, "pictures": {"x": [0, 1, "<b>", 2]}}')
  await makeSite(publication, press.path('mended'), { previous: press.path('broken') })
  expect(hashesOf(press.path('mended'))).toEqual(hashesOf(press.path('whole')))
})

test('lists go on over pages, and each work is in them once', () => {
  const listed = (path: string): string[] =>
    elementsOf(read(path)).flatMap(({ name, attributes }) =>
      name === 'a' && attributes['class'] === 'work' ? [attributes['href']!] : [],
    )
  const uids = (path: string): string[] => listed(path).map((href) => /gallery\/(.+)\/$/.exec(href)![1]!)
  const all = [6, 5, 4, 3, 2, 1, 0].map((index) => `work-${index}`)
  expect([...uids('works/index.html'), ...uids('works/2/index.html')]).toEqual(all)
  expect(existsSync(join(site, 'works/3'))).toBe(false)
  expect(uids('index.html')).toEqual(all.slice(0, 5))
  expect([...uids('tags/sun/index.html'), ...uids('tags/sun/2/index.html')]).toEqual(all)
  expect(uids('tags/sea/index.html')).toEqual(['work-6', 'work-3', 'work-0'])
  expect(uids('authors/grace-hopper/index.html')).toEqual(['work-5', 'work-3', 'work-1'])
})

test('a work that was taken down keeps its address, and is in no list, feed or program’s file', () => {
  const stone = read('gallery/gone/index.html')
  expect(stone).toContain('May 1, 2026')
  expect(stone).toContain('Its author asked for it.')
  expect(
    elementsOf(stone).some(({ name, attributes }) => name === 'meta' && attributes['content'] === 'noindex'),
  ).toBe(true)
  for (const file of [
    'index.html',
    'works/index.html',
    'feed.xml',
    'atom.xml',
    'feed.json',
    'sitemap.xml',
    'robots.txt',
  ])
    expect(read(file), file).not.toContain('gone')
  const { works } = JSON.parse(read('works.json')) as { works: { uid: string }[] }
  expect(works.map(({ uid }) => uid)).not.toContain('gone')
  // What was made from it still says so.
  expect(read('gallery/work-4/index.html')).toContain(
    '<a href="../../gallery/gone/"><bdi>A work that was taken down</bdi></a>',
  )
})

test('feeds are well formed, whole in their addresses, and show pictures', () => {
  const parser = new XMLParser({ ignoreAttributes: false })
  for (const place of ['', 'tags/sun/', 'authors/ada-lovelace/']) {
    const [rss, atom] = [read(`${place}feed.xml`), read(`${place}atom.xml`)]
    for (const text of [rss, atom]) {
      expect(XMLValidator.validate(text)).toBe(true)
      expect(text.match(/(?:href|src|url)="(?!https:\/\/)[^"]*"/g)).toBeNull()
    }
    const { channel } = (
      parser.parse(rss) as { rss: { channel: { link: string; item: Record<string, unknown>[] } } }
    ).rss
    expect(channel.link).toBe(address + place)
    expect(channel.item[0]).toMatchObject({ link: `${address}gallery/work-6/`, title: 'Work 6' })
    expect(channel.item[0]!['enclosure']).toEqual({
      '@_url': `${address}gallery/work-6/work-6.png`,
      '@_type': 'image/png',
      '@_length': String(statSync(join(site, 'gallery/work-6/work-6.png')).size),
    })
    const { feed } = parser.parse(atom) as { feed: { entry: { id: string; content: { '#text': string } }[] } }
    expect(feed.entry[0]!.id).toBe(`${address}gallery/work-6/`)
    expect(feed.entry[0]!.content['#text']).toContain(`<img src="${address}pictures/`)
    const json = JSON.parse(read(`${place}feed.json`)) as {
      items: { url: string; image: string }[]
      feed_url: string
    }
    expect(json.feed_url).toBe(`${address}${place}feed.json`)
    expect(json.items[0]!.url).toBe(`${address}gallery/work-6/`)
    expect(json.items[0]!.image).toBe(`${address}gallery/work-6/work-6.png`)
  }
  expect((JSON.parse(read('feed.json')) as { items: unknown[] }).items).toHaveLength(5)
})

test('works.json is as its schema says', () => {
  const schema = z.fromJSONSchema(JSON.parse(read('works.schema.json')) as Parameters<typeof z.fromJSONSchema>[0])
  const value = JSON.parse(read('works.json')) as { works: Record<string, unknown>[] }
  expect(schema.safeParse(value).error?.issues).toBeUndefined()
  expect(schema.safeParse({ ...value, works: [{ ...value.works[0], license: 'CC-BY-4.0' }] }).success).toBe(false)
  expect(value.works[0]).toMatchObject({
    uid: 'work-6',
    url: `${address}gallery/work-6/`,
    author: { name: 'Ada Lovelace' },
    license: { id: 'CC-BY-4.0', url: 'https://creativecommons.org/licenses/by/4.0/' },
    picture: { url: `${address}gallery/work-6/work-6.png`, width: 200, height: 200 },
    generated: [{ generator: 'dreamy', width: 120, parents: [{ port: 'image', uid: 'work-6' }] }],
  })
})

test('the sitemap names every page that may be listed', () => {
  const text = read('sitemap.xml')
  expect(XMLValidator.validate(text)).toBe(true)
  const places = [...text.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, link]) => link!.slice(address.length))
  const listed = pages()
    .filter(
      (page) =>
        !/name="robots" content="noindex"|rel="prev" href/.test(read(page)) || page.startsWith('gallery/work'),
    )
    .map((page) => page.slice(0, -'index.html'.length))
  expect(places.toSorted()).toEqual(listed.toSorted())
})

test('a work’s page tells machines what it is', () => {
  const script = elementsOf(read('gallery/work-4/index.html')).find(
    ({ attributes }) => attributes['type'] === 'application/ld+json',
  )
  expect(JSON.parse(script!.text)).toMatchObject({
    '@type': 'VisualArtwork',
    name: 'Work 4',
    creator: { '@type': 'Person', name: 'Ada Lovelace', url: 'https://example.org/ada' },
    isBasedOn: [`${address}gallery/work-0/`, `${address}gallery/gone/`],
  })
  const meta = Object.fromEntries(
    elementsOf(read('gallery/work-4/index.html')).flatMap(({ name, attributes }) =>
      name === 'meta' ? [[attributes['property'] ?? attributes['name'] ?? '', attributes['content']]] : [],
    ),
  )
  expect(meta).toMatchObject({
    'og:type': 'article',
    'og:image:alt': 'A pattern of squares, number 4',
    'twitter:card': 'summary_large_image',
  })
  expect(meta['og:image']).toMatch(/^https:\/\/example\.org\/art\/pictures\/.+-200\.jpg$/)
})

test('lineage leads both ways', () => {
  const links = (page: string): string[] =>
    elementsOf(read(page)).flatMap(({ name, attributes }) =>
      name === 'a' && attributes['tabindex'] === undefined ? [attributes['href']!] : [],
    )
  expect(links('gallery/work-4/index.html')).toEqual(
    expect.arrayContaining(['../../gallery/work-0/', '../../gallery/work-2/']),
  )
  expect(links('gallery/work-0/index.html')).toContain('../../gallery/work-4/')
  expect(links('gallery/work-3/index.html')).toContain('../../gallery/work-1/')
  expect(links('gallery/work-1/index.html')).toContain('../../gallery/work-3/#file-guided-work-3-jpg')
})

test('what went into a file is told and linked, its commands can be pasted, and each file has a name of its own', async () => {
  const uid = 'ada'
  const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
  const [own, earlier] = [await picture(uid, 200), await picture('earlier', 200)]
  const made = async (
    generator: string,
    name: string,
    inputs: Record<string, [name: string, bytes: Uint8Array]>,
    parents: { port: string; uid: string; file?: string }[],
  ) => {
    const files = Object.entries(inputs).map(([port, [file, bytes]]) => [
      port,
      [{ name: file, sha256: hashOf(bytes) }],
    ])
    const bytes = embedRecipe(await picture(name, 120), {
      reverie: 1,
      instrument: { name: 'dream', version: 1 },
      parameters: {},
      seed: 1,
      inputs: Object.fromEntries(files) as Recipe['inputs'],
      models: [],
      output: { kind: 'raster', format: 'png', width: 120, height: 120 },
      environment: {},
    })
    return { name, bytes, generator, parents: parents.map((parent) => ({ ...parent, sha256: '0'.repeat(64) })) }
  }
  const image = { port: 'image', uid, file: 'ada.png' }
  const guided = await made(
    'guided',
    'guided-ada.png',
    { image: ['ada.png', own], guide: ['renamed.png', earlier] },
    [image, { port: 'guide', uid: 'earlier' }],
  )
  const first = await made('frame', 'frame-0000-ada.png', { image: [guided.name, guided.bytes] }, [
    { port: 'image', uid, file: guided.name },
  ])
  const closer = await picture('closer', 120)
  const second = await made(
    'frame',
    'frame-0001-ada.png',
    { image: ['closer-frame-0000-ada.png', closer], other: ['nowhere.png', closer.subarray(1)] },
    [{ port: 'image', uid, file: first.name }],
  )
  const layer = await made('layer', 'layer-mixed4-ada.png', { image: ['ada.png', own] }, [image])
  const to = press.path('needs')
  await makeSite(
    await press.publication([
      { uid: 'earlier', title: 'Deep field' },
      { uid, generated: [guided, first, second, layer] },
    ]),
    to,
  )
  // Publishing puts it there.
  press.write('needs/gallery/ada/closer-frame-0000-ada.png', closer)
  expect(astray(to)).toEqual({ dead: [], elsewhere: [] })

  const elements = elementsOf(readFileSync(join(to, 'gallery/ada/index.html'), 'utf8'))
  const recipes = elements.filter(({ name, text }) => name === 'p' && text.startsWith('The file holds its recipe'))
  expect(recipes.map(({ text }) => /what went into it: (.*)\. Then/.exec(text)?.[1])).toEqual([
    'ada.png, earlier.png',
    'guided-ada.png',
    'closer-frame-0000-ada.png, nowhere.png (not on this site)',
    'ada.png',
  ])
  const downloads = elements.flatMap(({ attributes }) => ('download' in attributes ? [attributes['href']] : []))
  expect(downloads).toEqual(
    expect.arrayContaining(['ada.png', '../earlier/earlier.png', 'guided-ada.png', 'closer-frame-0000-ada.png']),
  )
  const texts = (wanted: string, of?: string): string[] =>
    elements.flatMap(({ name, attributes, text }) =>
      name === wanted && (of === undefined || attributes['class'] === of) ? [text] : [],
    )
  expect(texts('code')).toContain(
    'npx reverie verify frame-0001-ada.png --inputs .\nnpx reverie render frame-0001-ada.png --size 2048 --inputs . -o again.png',
  )
  const titles = ['Guided', 'Frame 1', 'Frame 2', 'Layer mixed4']
  expect(texts('p', 'title')).toEqual(titles)
  expect(texts('summary').filter((text) => text !== 'The recipe as JSON')).toEqual(
    titles.map((title, index) => `${title} ${[guided, first, second, layer][index]!.name}`),
  )
  const alts = new Set(elements.flatMap(({ name, attributes }) => (name === 'img' ? [attributes['alt']] : [])))
  expect(alts.size).toBe(5)
  // The guide of what was made of it is none of its own parents.
  const headings = texts('h3')
  expect(headings).not.toContain('It was made from')
  expect(headings).toContain('Went into what was made of it')
  expect(texts('li')).toContain('Deep field guide, for Guided')
  // From the work to "Guided" and the layer, from the guide to "Guided", from there to one frame after the other.
  expect(texts('path', 'line')).toHaveLength(5)
})

test('nothing is shown larger than a half more than it is, nor larger than the work that it was made of', () => {
  const rules = readFileSync(join(site, 'assets/site.css'), 'utf8')
  const widest = (size: { width: number; height: number }, within?: typeof size): number =>
    Number(new RegExp(`\\.${mostOf(size, within)}\\{--most:(\\d+)px`).exec(rules)![1])
  for (const width of [16, 100, 320, 333, 1280, 2500]) {
    expect(widest({ width, height: 200 })).toBeLessThanOrEqual(width * 1.5 + 1)
    expect(widest({ width, height: 200 })).toBeGreaterThan(width * 1.4)
  }
  expect(widest({ width: 1280, height: 1280 }, { width: 320, height: 240 })).toBeLessThanOrEqual(240 * 1.5)
})

test('a gallery that says not where works are sent asks for none', async () => {
  const to = press.path('closed')
  await makeSite(await press.publication([], { site: { repository: 'https://example.org/art.git' } }), to)
  expect(readFileSync(join(to, 'about/index.html'), 'utf8')).toContain('Send a work')
  expect(read('about/index.html')).not.toMatch(/Send a work|contributors/)
})

test('files open in the Studio by their whole address', () => {
  const links = elementsOf(read('gallery/work-1/index.html')).flatMap(({ attributes }) =>
    attributes['class'] === 'studio' ? [attributes['href']] : [],
  )
  expect(links).toEqual(
    ['work-1.png', 'dreamy-work-1.jpg'].map(
      (name) => `https://example.org/studio/#open=${encodeURIComponent(`${address}gallery/work-1/${name}`)}`,
    ),
  )
})

test('what moves is shown moving, unless the reader asked for rest', async () => {
  const sharp = (await import('sharp')).default
  const frames = await Promise.all(['a', 'b', 'c'].map((word) => webp(word)))
  const bytes = await sharp(frames, { join: { animated: true } })
    .webp({ delay: [100, 100, 100] })
    .toBuffer()
  const generated = [
    { name: 'loop-one.webp', bytes, generator: 'loop' },
    {
      name: 'film-one.mp4',
      bytes: new TextEncoder().encode('not a film that anything here decodes'),
      generator: 'film',
    },
  ]
  await makeSite(await press.publication([{ uid: 'one', generated }]), press.path('moving'))
  const elements = elementsOf(readFileSync(press.path('moving/gallery/one/index.html'), 'utf8'))
  const moving = elements.find(
    ({ attributes }) => attributes['media'] === '(prefers-reduced-motion: no-preference)',
  )
  expect(moving?.attributes['srcset']).toBe('loop-one.webp')
  const still = elements.findLast(({ name }) => name === 'img')!
  const { pages } = await sharp(press.path('moving/gallery/one', still.attributes['src']!)).metadata()
  expect(pages ?? 1).toBe(1)
  const film = elements.find(({ name }) => name === 'video')
  expect(film?.attributes).toMatchObject({
    controls: '',
    preload: 'metadata',
    'aria-label': expect.stringContaining('pattern of squares') as string,
  })
  expect(film?.attributes).not.toHaveProperty('autoplay')
})

test('a theme has the last word on styles, and replaces single templates', async () => {
  const own = openPress()
  try {
    own.write('theme/theme.css', ':root { --ground: hotpink }')
    own.write(
      'theme/templates/tombstone.liquid',
      "{% layout 'layout' %}{% block main %}<h1>Gone: {{ reason }}</h1>{% endblock %}",
    )
    const publication = await own.publication([{ uid: 'one' }], {
      tombstones: [{ ...tombstones[0]!, reason: '<script>alert(1)</script>' }],
    })
    await makeSite(publication, own.path('site'))
    expect(readFileSync(own.path('site/assets/site.css'), 'utf8').trimEnd()).toMatch(/--ground: hotpink \}$/)
    expect(readFileSync(own.path('site/gallery/gone/index.html'), 'utf8')).toContain(
      '<h1>Gone: &lt;script&gt;alert(1)&lt;/script&gt;</h1>',
    )
    own.write('theme/templates/tombstone.liquid', '{{ nothing | shout }}')
    await expect(makeSite(publication, own.path('other'))).rejects.toThrow(
      /The template "tombstone.liquid" cannot be filled: .*shout/,
    )
  } finally {
    own.clear()
  }
})

test('a gallery without works has a site', async () => {
  await makeSite(await press.publication([]), press.path('empty'))
  expect(readFileSync(press.path('empty/index.html'), 'utf8')).toContain('There are no works yet.')
})

test('pictures of a photograph’s size come in all widths, and none is enlarged', async () => {
  const sharp = (await import('sharp')).default
  const bytes = await jpeg('large', 1000)
  const publication = await press.publication([
    { uid: 'small', generated: [{ name: 'large-small.jpg', bytes, generator: 'large' }] },
  ])
  await makeSite(publication, press.path('widths'))
  const sizes = await Promise.all(
    filesOf(press.path('widths/pictures'))
      .filter((name) => name.endsWith('.avif'))
      .map(async (name) => (await sharp(press.path('widths/pictures', name)).metadata()).width),
  )
  expect(sizes.toSorted((one, other) => one - other)).toEqual([200, 320, 640, 1000])
})

test('the pages keep within their budgets', async () => {
  const packed = (...files: string[]): number =>
    files.reduce((sum, file) => sum + gzipSync(readFileSync(join(site, file))).length, 0)
  await makeSite(await press.publication(await sampleWishes(14)), press.path('usual'))
  expect(gzipSync(readFileSync(press.path('usual/index.html'))).length + packed('assets/site.css')).toBeLessThan(
    30_000,
  )
  expect(packed('assets/lightbox.js', 'assets/photoswipe-lightbox.js')).toBeLessThan(6_000)
  expect(packed('assets/lightbox.js', 'assets/photoswipe-lightbox.js', 'assets/photoswipe.js')).toBeLessThan(24_000)
  for (const page of pages())
    if (!/^(?:gallery|search)\//.test(page))
      expect(elementsOf(read(page)).filter(({ name }) => name === 'script')).toEqual([])
})
