/**
 * Makes the site of a gallery: a folder of files that any server can show. It follows from the publication alone, so the same
 * works give the same bytes. Pictures are made first, one at a time; then pages, which know each other's pictures by then.
 */
import { constants } from 'node:fs'
import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { visible } from '../characters.ts'
import { GalleryError } from '../error.ts'
import { writeAssets } from './assets.ts'
import { catalogueOf, groupKinds } from './catalogue.ts'
import { escape, feedsOf } from './feeds.ts'
import { writeHome, writeLists, writeOthers, writeTombstones, writeWorks, type Press } from './pages.ts'
import { pictureMaker, type SitePicture } from './pictures.ts'
import type { Publication } from './published.ts'
import { writeSearchIndex } from './search-index.ts'
import { openTemplates } from './templates.ts'
import { workAddress, type Scene } from './views.ts'
import { worksJson, worksJsonSchema } from './works-json.ts'

/** How to make a site. */
export interface SiteOptions {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((step: { stage: string; done: number; total: number }) => void) | undefined
  /** The folder of an older site, whose pictures are taken over where they are of the same content. */
  readonly previous?: string | undefined
}

/** What was made. */
export interface SiteReport {
  readonly works: number
  readonly tombstones: number
  /** Pictures in all sizes and formats: those that were made, and those of the older site. */
  readonly pictures: { readonly made: number; readonly kept: number }
}

/**
 * Makes a site in an empty folder.
 * @throws GalleryError when a template of the gallery's theme cannot be filled, and for names that are no names of files
 */
export async function makeSite(
  publication: Publication,
  folder: string,
  { signal, onProgress, previous }: SiteOptions = {},
): Promise<SiteReport> {
  const { root, config, works, tombstones } = publication
  const { language, widths } = config.site
  refusePaths(publication)
  const catalogue = catalogueOf(publication)
  await mkdir(folder, { recursive: true })
  await writeAssets(folder, root)

  const maker = await pictureMaker(folder, widths, previous === undefined ? [] : [previous])
  const pictures = new Map<string, SitePicture>()
  for (const [done, work] of works.entries()) {
    onProgress?.({ stage: `pictures of ${work.uid}`, done, total: works.length })
    for (const file of [work.picture, ...work.generated]) {
      signal?.throwIfAborted()
      const to = join(folder, workAddress(work.uid), file.name)
      await mkdir(dirname(to), { recursive: true })
      await copyFile(file.place, to, constants.COPYFILE_FICLONE)
      const picture = await maker.make(file)
      if (picture !== undefined) pictures.set(file.sha256, picture)
    }
  }
  await maker.end()

  const scene: Scene = { catalogue, pictures, language }
  const press: Press = { folder, publication, scene, render: openTemplates(root) }
  let done = 0
  await writeWorks(press, ({ uid }) => {
    signal?.throwIfAborted()
    onProgress?.({ stage: `page of ${uid}`, done: done++, total: works.length })
  })
  await writeHome(press)
  await writeLists(press)
  await writeTombstones(press)
  await writeOthers(press)
  signal?.throwIfAborted()
  await writeFeeds(press)
  await writeFile(join(folder, 'works.json'), worksJson(publication, pictures))
  await writeFile(join(folder, 'works.schema.json'), worksJsonSchema())
  await writeFile(join(folder, 'sitemap.xml'), sitemap(press))
  await writeFile(
    join(folder, 'robots.txt'),
    `User-agent: *\nAllow: /\nSitemap: ${publication.address}sitemap.xml\n`,
  )
  signal?.throwIfAborted()
  await writeSearchIndex(folder, scene)
  return { works: works.length, tombstones: tombstones.length, pictures: maker.counts }
}

/**
 * Names become paths. They were checked when they came in; whoever hands over others gets no file anywhere.
 * @throws GalleryError
 */
function refusePaths({ works, tombstones }: Publication): void {
  for (const { uid } of [...works, ...tombstones])
    if (!/^[a-z0-9][a-z0-9_-]*$/.test(uid))
      throw new GalleryError(`"${visible(uid)}" is no uid, and cannot be published.`)
  for (const { uid, picture, generated } of works)
    for (const { name } of [picture, ...generated])
      if (!/^[A-Za-z0-9][\w.-]*$/.test(name) || /\.html?$/i.test(name))
        throw new GalleryError(`"${visible(name)}" of ${uid} is no name of a picture, and cannot be published.`)
}

async function writeFeeds({ folder, publication, scene }: Press): Promise<void> {
  const { title, site } = publication.config
  const { works, groups } = scene.catalogue
  const lists = [
    { title, place: '', works },
    ...(['tags', 'authors'] as const).flatMap((kind) =>
      [...groups[kind].values()].map((group) => ({
        title: `${group.name} · ${title}`,
        place: `${kind}/${group.slug}/`,
        works: group.works,
      })),
    ),
  ]
  for (const list of lists) {
    const feeds = feedsOf(publication, scene.pictures, { ...list, works: list.works.slice(0, site.newest) })
    for (const [name, text] of Object.entries(feeds)) await writeFile(join(folder, list.place, name), text)
  }
}

/** The most addresses that a sitemap may hold (sitemaps.org). */
const mostAddresses = 50_000

function sitemap({ publication: { address }, scene: { catalogue } }: Press): string {
  const works = catalogue.works.map(({ uid, approvedAt }) => ({
    place: workAddress(uid),
    day: approvedAt.slice(0, 10),
  }))
  const lists = groupKinds.flatMap((kind) => [
    { place: `${kind}/`, day: undefined },
    ...[...catalogue.groups[kind].keys()].map((slug) => ({ place: `${kind}/${slug}/`, day: undefined })),
  ])
  const all = [
    { place: '', day: undefined },
    { place: 'about/', day: undefined },
    { place: 'works/', day: undefined },
    ...works,
    ...lists,
  ]
  const lines = all
    .slice(0, mostAddresses)
    .map(
      ({ place, day }) =>
        `<url><loc>${escape(address + place)}</loc>${day === undefined ? '' : `<lastmod>${escape(day)}</lastmod>`}</url>`,
    )
  return `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${lines.join('\n')}\n</urlset>\n`
}
