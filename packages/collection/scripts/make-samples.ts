/**
 * Makes the sample collection, `samples/samples.zip`, from Debian's packages openclipart-png and openclipart-svg, which
 * hold the same pictures; only the SVG tell who made them. The pictures of `samples.txt` were chosen by looking at them.
 *
 * ```
 * apt-get download openclipart-png openclipart-svg     then dpkg-deb -x … <folder> for both
 * npx tsx --conditions=reverie-source packages/collection/scripts/make-samples.ts <folder>
 * ```
 *
 * Pictures are cut to what is seen of them and made at most 256 pixels large, since all of them are to fit in 5 MB.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Readable } from 'node:stream'
import { XMLParser } from 'fast-xml-parser'
import sharp from 'sharp'
import { ZipFile } from 'yazl'
import { collect, openCollection, piecesToCsv, writeBundle, type Bundle } from '@reverie/collection/node'
import { writeFileAtomic } from '@reverie/recipe/node'

const side = 256
const name = 'Samples'
const here = dirname(fileURLToPath(import.meta.url))
const out = join(here, '..', 'samples')
/** Words of the library's own housekeeping. */
const noTag =
  /^(?:unsorted|clip ?_?arts?|various.*|externalsource|png|svg|image|media|public domain|no_?tag|hash.*|.*\d{4,}.*)$/i

/** What a picture says of itself. */
interface Credit {
  readonly title: string
  readonly author: string
  readonly tags: readonly string[]
}

type Node = Readonly<Record<string, unknown>>
const nodes = (value: unknown): Node[] =>
  (Array.isArray(value) ? value : [value]).filter((each): each is Node => typeof each === 'object' && each !== null)
const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')

function creditOf(svg: string, path: string): Credit {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    parseTagValue: false,
    maxNestedTags: 1000,
  })
  const root = parser.parse(/<metadata[\s\S]*?<\/metadata>/.exec(svg)?.[0] ?? '') as Node
  const rdf = nodes(nodes(root['metadata'])[0]?.['rdf:RDF'])[0] ?? {}
  const work = nodes(rdf['cc:Work'] ?? rdf['Work'])[0] ?? {}
  const license = nodes(work['cc:license'] ?? work['license']).map((each) => text(each['@rdf:resource']))
  if (!license.some((address) => /public ?domain/i.test(address)))
    throw new Error(`${path} does not say that it is in the public domain (${license.join()}).`)
  const agent = (name: string): string =>
    text(nodes(nodes(work[name])[0]?.['cc:Agent'] ?? nodes(work[name])[0]?.['Agent'])[0]?.['dc:title'])
  const bag = nodes(nodes(work['dc:subject'])[0]?.['rdf:Bag'])[0]?.['rdf:li']
  const tags = (Array.isArray(bag) ? bag : [bag]).map((tag) => text(tag).replaceAll('_', ' ').toLowerCase())
  const title = text(work['dc:title'])
  const author = agent('dc:creator') || agent('dc:rights')
  // Folders are tags too, and in the plural.
  const folders = new Set(path.toLowerCase().replaceAll('_', ' ').split('/').slice(0, -1))
  const isNew = (tag: string): boolean => !folders.has(tag) && !folders.has(`${tag}s`)
  return {
    title: noTag.test(title) ? '' : title,
    author,
    tags: tags.filter((tag) => tag !== '' && !noTag.test(tag) && tag !== author.toLowerCase() && isNew(tag)),
  }
}

/** The picture cut to what is seen of it, as WebP. */
async function pictureOf(png: Uint8Array): Promise<Uint8Array> {
  const alpha = await sharp(png)
    .ensureAlpha()
    .extractChannel(3)
    .threshold(8)
    .raw()
    .toBuffer({ resolveWithObject: true })
  const { width, height } = alpha.info
  let [left, top, right, bottom] = [width, height, 0, 0]
  for (let at = 0; at < alpha.data.length; at++) {
    if (alpha.data[at] === 0) continue
    const [x, y] = [at % width, Math.floor(at / width)]
    left = Math.min(left, x)
    right = Math.max(right, x + 1)
    top = Math.min(top, y)
    bottom = y + 1
  }
  return sharp(png)
    .extract({ left, top, width: right - left, height: bottom - top })
    .resize(side, side, { fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 60, alphaQuality: 70, effort: 6, smartSubsample: true })
    .toBuffer()
}

/** The files of the bundle, with a whitening that packs well: of each number the first 12 bits, which is ample. */
async function bundleOf(bundle: Bundle): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>()
  const layouts = await Promise.all(bundle.layouts.map(async (kind) => bundle.layout(kind)))
  const whitening = (await bundle.attachment('whitening'))?.slice()
  if (whitening !== undefined) {
    const view = new DataView(whitening.buffer)
    for (let at = 8; at < whitening.length; at += 4)
      view.setUint32(at, ((view.getUint32(at, true) + 0x800) & 0xff_ff_f0_00) >>> 0, true)
  }
  await writeBundle(
    { read: async (path) => files.get(path), write: async (path, bytes) => void files.set(path, bytes) },
    {
      name,
      pieces: await bundle.pieces(),
      imprints: await bundle.imprints(),
      neighbours: await bundle.neighbours(),
      layouts: layouts.filter((layout) => layout !== undefined),
      clusters: await bundle.clusters(),
      about: bundle.about,
      attachments: whitening === undefined ? {} : { whitening },
    },
  )
  return files
}

const cell = (value: string): string => `"${value.replaceAll('"', '""')}"`

async function main(root: string): Promise<void> {
  const library = join(root, 'usr', 'share', 'openclipart')
  const work = await mkdtemp(join(tmpdir(), 'reverie-samples-'))
  const pictures = join(work, 'pictures', 'openclipart')
  const paths = (await readFile(join(here, 'samples.txt'), 'utf8')).trim().split('\n')
  const rows = ['filename,title,author,link,licence,tags']
  for (const path of paths) {
    const png = await readFile(join(library, 'png', path))
    const svg = await readFile(join(library, 'svg', path.replace(/png$/, 'svg')), 'utf8')
    const { title, author, tags } = creditOf(svg, path)
    // What nobody sorted has no folder, since folders become tags.
    const file = path.replace(/png$/, 'webp').replace(/^unsorted\//, '')
    const place = join(pictures, file)
    await mkdir(dirname(place), { recursive: true })
    await writeFile(place, await pictureOf(png))
    const cells = [file, title, author, 'https://openclipart.org/', 'CC-PDDC', tags.join('|')]
    rows.push(cells.map(cell).join(','))
  }
  await writeFile(join(pictures, 'metadata.csv'), `${rows.join('\n')}\n`)
  const folder = join(work, 'samples')
  const report = await collect({ sources: [pictures], collection: folder, model: 'inception' })
  console.log(JSON.stringify(report, undefined, 2))
  const bundle = await openCollection(folder)
  const pieces = await bundle.pieces()
  const archive = new ZipFile()
  const time = { mtime: new Date('2026-01-01T00:00:00Z'), forceDosTimestamp: true }
  const description = JSON.parse(await readFile(join(folder, 'collection.json'), 'utf8')) as object
  const sources = [{ name: 'openclipart', kind: 'folder', location: 'pictures/openclipart' }]
  const add = (path: string, bytes: Uint8Array, compress: boolean): void =>
    archive.addBuffer(Buffer.from(bytes), path, { ...time, compress })
  add('collection.json', Buffer.from(JSON.stringify({ ...description, name, sources })), true)
  for (const [path, bytes] of await bundleOf(bundle)) add(path, bytes, true)
  for (const { path } of pieces) add(`pictures/openclipart/${path}`, await readFile(join(pictures, path)), false)
  archive.end()
  await mkdir(out, { recursive: true })
  await writeFileAtomic(join(out, 'samples.zip'), archive.outputStream as Readable)
  await writeFileAtomic(join(out, 'credits.csv'), new TextEncoder().encode(piecesToCsv(pieces)))
  await rm(work, { recursive: true })
  console.log(`${pieces.length} pieces`)
}

const [root] = process.argv.slice(2)
if (root === undefined) throw new Error('Say where openclipart is: make-samples.ts <folder>')
await main(root)
