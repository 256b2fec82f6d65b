import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeSite } from '@reverie/gallery/node'
import * as fc from 'fast-check'
import { XMLValidator } from 'fast-xml-parser'
import { afterAll, expect, test } from 'vitest'
import { catalogueOf } from '../src/site/catalogue.ts'
import { feedsOf } from '../src/site/feeds.ts'
import { renderMarkdown } from '../src/site/markdown.ts'
import { writeHome, writeLists, writeOthers, writeTombstones, writeWorks } from '../src/site/pages.ts'
import type { Publication } from '../src/site/published.ts'
import { slugOf } from '../src/site/slug.ts'
import { openTemplates } from '../src/site/templates.ts'
import { worksJson } from '../src/site/works-json.ts'
import { elementsOf, filesOf, openPress } from './fixtures/publication.ts'

const press = openPress()
afterAll(() => press.clear())
const render = openTemplates(press.folder)

/** What gets scripts into pages that trust: it ends texts, attributes, elements, comments, scripts and templates. */
const fragments = [
  '<script>alert(1)</script>',
  '</script><script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onfocus='alert(1)' x='",
  '" autofocus onfocus="alert(1)',
  '</title><svg onload=alert(1)>',
  '<!--',
  '-->',
  ']]>',
  '<![CDATA[',
  '{{ gallery | json }}',
  '{% layout "x" %}',
  '{% include "/etc/passwd" %}',
  'javascript:alert(1)',
  '[a](javascript:alert(1))',
  '[a](data:text/html,<script>alert(1)</script>)',
  '![x](http://evil.example/x.png)',
  '<javascript:alert(1)>',
  '[a]: javascript:alert(1)',
  '`',
  '&lt;script&gt;',
  '&#x3c;script&#x3e;',
  '\u2028',
  '\u0000',
  '\u000b',
  '\ud800',
  '\u202e',
  '<style>*{display:none}</style>',
  '<base href=http://evil.example>',
  '<meta http-equiv=refresh content=0>',
  '\\u003cscript',
  '../../../x',
  '..',
  '%2e%2e',
  'con',
  '```html\n<b>',
  '``` " onload=x\n',
  '|a|\n|:-:|\n|b|',
  '<a href="http://e.example" style=x>',
  '[x](http://a.example "t\' onclick=alert(1)")',
]
const hostile = fc
  .array(
    fc.oneof(fc.constantFrom(...fragments), fc.string({ unit: 'binary', maxLength: 8 }), fc.constant('word ')),
    { minLength: 1, maxLength: 4 },
  )
  .map((parts) => parts.join(''))

/** All elements that pages have, with or without hostile works. */
const known = new Set(
  'html head meta title link script body a header nav main footer p bdi h1 h2 h3 h4 h5 h6 section div ul ol li article figure dl dt dd time br span details summary pre code svg g path text rect image noscript form label input select option button em strong s del hr blockquote table thead tbody tr th td'.split(
    ' ',
  ),
)

const wrongIn = (html: string): string[] =>
  elementsOf(html).flatMap(({ name, attributes }) => {
    const wrong: string[] = []
    if (!known.has(name)) wrong.push(`<${name}>`)
    if (
      name === 'script' &&
      attributes['type'] !== 'application/ld+json' &&
      !/^(?:\.\.\/)+assets\/(?:lightbox|search)\.js$/.test(attributes['src'] ?? '')
    )
      wrong.push('a script')
    if (
      name === 'meta' &&
      attributes['http-equiv'] !== undefined &&
      attributes['http-equiv'] !== 'Content-Security-Policy'
    )
      wrong.push('a directive')
    for (const [key, value] of Object.entries(attributes)) {
      if (/^on|^style$/i.test(key)) wrong.push(`${name} ${key}`)
      if ((key === 'href' || key === 'src') && /^[^/?#.]*:/.test(value) && !/^https?:\/\//.test(value))
        wrong.push(`${name} ${key}=${value}`)
    }
    return wrong
  })

test('nothing that strangers write becomes an element, an attribute, a script or a path', async () => {
  const base = await press.publication([{ uid: 'one' }, { uid: 'two' }])
  await fc.assert(
    fc.asyncProperty(
      hostile,
      hostile,
      hostile,
      hostile,
      hostile,
      hostile,
      async (title, author, tag, alt, body, affiliation) => {
        const folder = mkdtempSync(join(tmpdir(), 'reverie-site-hostile-'))
        try {
          const works = base.works.map((work, index) => ({
            ...work,
            text: {
              ...work.text,
              title,
              author,
              alt,
              body,
              affiliation,
              tags: [tag, title],
              categories: [author],
              parents: index === 0 ? [] : ['one', tag],
              license: tag,
            },
            generated: [
              {
                ...work.picture,
                name: `dreamy-${work.uid}.png`,
                generator: title,
                parents: [
                  { port: alt, uid: 'one', sha256: 'x' },
                  { port: 'guide', uid: title, sha256: 'x' },
                ],
              },
            ],
          }))
          const config = { ...base.config, title, site: { ...base.config.site, description: alt } }
          const publication: Publication = {
            ...base,
            config,
            works,
            source: title,
            tombstones: [{ uid: 'gone', at: '2026-05-01T00:00:00Z', reason: body }],
          }
          const scene = { catalogue: catalogueOf(publication), pictures: new Map(), language: 'en' }
          const all = { folder, publication, scene, render }
          await writeHome(all)
          await writeWorks(all, () => undefined)
          await writeLists(all)
          await writeTombstones(all)
          await writeOthers(all)
          for (const file of filesOf(folder)) {
            expect(file).toMatch(/^(?:[a-z0-9-]+\/)*(?:index|404)\.html$/)
            expect({ file, wrong: wrongIn(readFileSync(join(folder, file), 'utf8')) }).toEqual({ file, wrong: [] })
          }
          const elements = elementsOf(readFileSync(join(folder, 'gallery/two/index.html'), 'utf8'))
          const structured = JSON.parse(
            elements.find(({ attributes }) => attributes['type'] === 'application/ld+json')!.text,
          ) as { name: string }
          expect(structured.name).toBe(title)
          const feeds = feedsOf(publication, new Map(), { title, place: '', works })
          for (const name of ['feed.xml', 'atom.xml'] as const)
            expect(XMLValidator.validate(feeds[name])).toBe(true)
          const content = /<content:encoded><!\[CDATA\[([\s\S]*?)\]\]>/.exec(feeds['feed.xml'])?.[1] ?? ''
          expect(wrongIn(content)).toEqual([])
          expect(JSON.parse(worksJson(publication, new Map()))).toMatchObject({ works: [{ title }, { title }] })
        } finally {
          rmSync(folder, { recursive: true, force: true })
        }
      },
    ),
    { numRuns: 40 },
  )
})

test.each([
  ['[a](javascript:alert(1))', '<p>[a](javascript:alert(1))</p>\n'],
  ['<b>x</b>', '<p>&lt;b&gt;x&lt;/b&gt;</p>\n'],
  [
    '![p](https://example.org/p.png)',
    '<p>!<a href="https://example.org/p.png" rel="nofollow noopener ugc">p</a></p>\n',
  ],
  ['# Large', '<h3>Large</h3>\n'],
  ['##### Small', '<h6>Small</h6>\n'],
  ['```" onload=x\n<b>\n```', '<pre><code>&lt;b&gt;\n</code></pre>\n'],
  [
    '|a|\n|:-:|\n|b|',
    '<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>b</td>\n</tr>\n</tbody>\n</table>\n',
  ],
])('the text %j becomes %j', (text, html) => {
  expect(renderMarkdown(text)).toBe(html)
})

test('names have addresses of their own, whatever they are written with', () => {
  expect(slugOf('Sun and  Sea')).toBe('sun-and-sea')
  expect(slugOf('sun_and-sea')).toBe('sun-and-sea')
  const odd = ['C', 'C++', 'C#', '..', '.', '/', '../c', 'con', 'é', 'e', '李白', '', 'ß', '💠', 'a'.repeat(200)]
  const slugs = odd.map(slugOf)
  expect(new Set(slugs).size).toBe(odd.length)
  for (const slug of slugs) expect(slug).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)
  expect(slugs).not.toContain('con')
})

test.each(['../out', 'a/b', '.hidden', 'index.html', 'x.HTM', 'a\nb', ''])(
  'a file called %j is published nowhere',
  async (name) => {
    const publication = await press.publication([{ uid: 'one' }])
    const [work] = publication.works
    const works = [{ ...work!, generated: [{ ...work!.picture, name, generator: 'x', parents: [] }] }]
    await expect(makeSite({ ...publication, works }, press.path('never'))).rejects.toThrow(
      /is no name of a picture/,
    )
    await expect(
      makeSite({ ...publication, works: [{ ...work!, uid: `../${name}` }] }, press.path('never')),
    ).rejects.toThrow(/is no uid/)
    expect(filesOf(press.folder).filter((file) => file.startsWith('never'))).toEqual([])
  },
)
