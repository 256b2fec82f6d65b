/** All pages of a site. */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { groupKinds, type Group, type GroupKind } from './catalogue.ts'
import { policyOf } from './policy.ts'
import { picturePath } from './pictures.ts'
import type { Publication, PublishedWork } from './published.ts'
import type { Render } from './templates.ts'
import { cardView, workAddress, type Scene } from './views.ts'
import { workView } from './work-view.ts'
import { dayOf } from './words.ts'

/** What pages are written with. */
export interface Press {
  readonly folder: string
  readonly publication: Publication
  readonly scene: Scene
  readonly render: Render
}

/** What the frame of all pages shows. */
interface PageHead {
  readonly title: string
  readonly description: string
  /** From the site's folder: `tags/sun/`; empty for the home page. */
  readonly place: string
  /** Its file, when that is not `index.html` in its place. */
  readonly file?: string
  /** Whether search engines may list it. */
  readonly listed?: boolean
  readonly searches?: boolean
  /** Whether it shows pictures that can be looked at alone. */
  readonly lightbox?: boolean
  readonly image?:
    | { readonly url: string; readonly width: number; readonly height: number; readonly alt: string }
    | undefined
  readonly kind?: 'website' | 'article'
  /** Classes of its colour. */
  readonly tint?: string | undefined
  /** The part of the navigation that it belongs to. */
  readonly section?: string
  /** Folder of its own feed, from the site's folder. */
  readonly feed?: string
}

/** What lists are called. */
const groupTitles: Readonly<Record<GroupKind, string>> = {
  tags: 'Tags',
  authors: 'Authors',
  years: 'Years',
  categories: 'Categories',
}

/** Tags on the home page. */
const mostTags = 24

/** Writes a page. */
async function writePage(press: Press, template: string, head: PageHead, data: object): Promise<void> {
  const { folder, publication, render } = press
  const { config, address, source } = publication
  const { place, file = 'index.html', listed = true, searches = false } = head
  // A page that answers any address cannot say where it is from there.
  const root = file === '404.html' ? new URL(address).pathname : '../'.repeat(place.split('/').length - 1) || './'
  const html = await render(template, {
    gallery: { ...config.site, title: config.title, address, source },
    page: { ...head, listed, searches, root, url: address + place, policy: policyOf({ searches }) },
    ...data,
  })
  const to = join(folder, place, file)
  await mkdir(dirname(to), { recursive: true })
  await writeFile(to, html)
}

/** The first page. */
export async function writeHome(press: Press): Promise<void> {
  const { config } = press.publication
  const { catalogue, pictures } = press.scene
  const { newest } = config.site
  const works = catalogue.works.slice(0, newest)
  const [lead, ...rest] = works.map((work) => cardView(work, press.scene, './'))
  const first = works[0]
  const tags = [...catalogue.groups.tags.values()]
    .toSorted((one, other) => other.works.length - one.works.length)
    .slice(0, mostTags)
    .map((group) => entryOf(group, './'))
    .toSorted((one, other) => (one.name.toLowerCase() < other.name.toLowerCase() ? -1 : 1))
  await writePage(
    press,
    'home',
    {
      title: config.title,
      description: config.site.description,
      place: '',
      kind: 'website',
      image: first && imageOf(press, first),
      tint: first && pictures.get(first.picture.sha256)?.tint,
      section: 'home',
    },
    {
      lead: lead && { ...lead, alt: first!.text.alt },
      works: rest,
      tags,
      count: catalogue.works.length,
      more: catalogue.works.length > works.length,
    },
  )
}

/** The picture that is shown where others link to a page. */
function imageOf({ publication, scene }: Press, { picture, text }: PublishedWork): PageHead['image'] {
  const shown = scene.pictures.get(picture.sha256)
  if (shown === undefined) return undefined
  const width = shown.widths.at(-1)!
  const height = Math.max(1, Math.round((width * shown.height) / shown.width))
  return { url: publication.address + picturePath(shown.key, width, 'jpeg'), width, height, alt: text.alt }
}

/** The pages of works. @param onPage is told each */
export async function writeWorks(press: Press, onPage: (work: PublishedWork) => void): Promise<void> {
  const { publication, scene } = press
  for (const work of scene.catalogue.works) {
    onPage(work)
    const { text, uid, picture } = work
    await writePage(
      press,
      'work',
      {
        title: `${text.title}, by ${text.author}`,
        description: text.alt,
        place: workAddress(uid),
        kind: 'article',
        lightbox: true,
        image: imageOf(press, work),
        tint: scene.pictures.get(picture.sha256)?.tint,
      },
      { work: await workView(work, scene, publication) },
    )
  }
}

/** The pages of works that were taken down: their addresses stay. */
export async function writeTombstones(press: Press): Promise<void> {
  const { publication, scene } = press
  for (const { uid, at, reason } of publication.tombstones) {
    if (scene.catalogue.byUid.has(uid)) continue
    await writePage(
      press,
      'tombstone',
      {
        title: 'Taken down',
        description: 'A work that was here was taken down.',
        place: workAddress(uid),
        listed: false,
      },
      { day: dayOf(Date.parse(at), scene.language), reason },
    )
  }
}

/** A list's link. */
const entryOf = ({ kind, slug, name, works }: Group, root: string) => ({
  name,
  count: works.length,
  address: `${root}${kind}/${slug}/`,
})

/** The lists: of all works, and by tag, author, year and category; and the lists of those lists. */
export async function writeLists(press: Press): Promise<void> {
  const { catalogue } = press.scene
  await writeList(press, 'works/', 'All works', 'works', undefined, catalogue.works)
  for (const kind of groupKinds) {
    const groups = [...catalogue.groups[kind].values()]
    const title = groupTitles[kind]
    await writePage(
      press,
      'groups',
      { title, description: `${title} of ${press.publication.config.title}`, place: `${kind}/`, section: kind },
      { kind, groups: groups.map((group) => entryOf(group, '../')) },
    )
    for (const group of groups)
      await writeList(press, `${kind}/${group.slug}/`, group.name, kind, groupTitles[kind], group.works)
  }
}

async function writeList(
  press: Press,
  place: string,
  title: string,
  section: string,
  above: string | undefined,
  works: readonly PublishedWork[],
): Promise<void> {
  const { config } = press.publication
  const size = config.site.page
  const pages = Math.max(1, Math.ceil(works.length / size))
  for (let number = 1; number <= pages; number++) {
    const here = number === 1 ? place : `${place}${number}/`
    const root = '../'.repeat(here.split('/').length - 1)
    const shown = works.slice((number - 1) * size, number * size)
    const address = (to: number): string => `${root}${place}${to === 1 ? '' : `${to}/`}`
    await writePage(
      press,
      'list',
      {
        title: number === 1 ? title : `${title}, page ${number}`,
        description: `${title}: ${works.length} ${works.length === 1 ? 'work' : 'works'} of ${config.title}`,
        place: here,
        image: shown[0] && imageOf(press, shown[0]),
        section,
        ...(section === 'tags' || section === 'authors' ? { feed: place } : {}),
      },
      {
        name: title,
        above: above === undefined ? undefined : { title: above, address: `${root}${section}/` },
        count: works.length,
        works: shown.map((work) => cardView(work, press.scene, root)),
        number,
        pages,
        newer: number === 1 ? undefined : address(number - 1),
        older: number === pages ? undefined : address(number + 1),
      },
    )
  }
}

/** The pages that every site has once. */
export async function writeOthers(press: Press): Promise<void> {
  const { config } = press.publication
  const groups = press.scene.catalogue.groups
  const names = (kind: GroupKind): string[] => [...groups[kind].values()].map(({ name }) => name)
  await writePage(
    press,
    'about',
    { title: 'About', description: config.site.description, place: 'about/', section: 'about' },
    { licenses: config.licenses, formats: config.pictures.formats, pictures: config.pictures },
  )
  await writePage(
    press,
    'search',
    {
      title: 'Search',
      description: `Search ${config.title}`,
      place: 'search/',
      section: 'search',
      searches: true,
      listed: false,
    },
    { tags: names('tags'), authors: names('authors'), years: names('years') },
  )
  await writePage(
    press,
    'missing',
    { title: 'Not here', description: 'There is nothing here.', place: '', file: '404.html', listed: false },
    {},
  )
}
