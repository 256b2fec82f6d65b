/** What the page of a work shows. */
import { readRecipe } from '@reverie/recipe/node'
import type { Recipe } from '@reverie/recipe'
import { closerName } from '../build/names.ts'
import { drawLineage, fileAnchor, lineageOf, type Lineage, type LineageDrawing } from './lineage.ts'
import { renderMarkdown } from './markdown.ts'
import type { Publication, PublishedFile, PublishedGenerated, PublishedWork } from './published.ts'
import { slugOf } from './slug.ts'
import { structuredWork } from './structured.ts'
import { fileAddress, pictureView, workAddress, type PictureView, type Scene } from './views.ts'
import { altOf, dayOf, fileTitleOf, licenseLink, licenseName, parametersOf, sentenceOf, sizeOf } from './words.ts'

/** A file of a work as its page shows it. */
interface FileView {
  readonly name: string
  readonly anchor: string
  readonly address: string
  readonly size: string
  readonly sha256: string
  readonly picture: PictureView | undefined
  /** A film, with its size in pixels where that is known. */
  readonly film: { readonly type: string; readonly width: number; readonly height: number } | undefined
  readonly alt: string
  /** The address that opens it in the Studio. */
  readonly studio: string | undefined
}

/** A generated file as the page of its work shows it. */
interface GeneratedView extends FileView {
  readonly title: string
  /** Works that guided it, or went into it otherwise. */
  readonly with: readonly { readonly as: string; readonly title: string; readonly address: string | undefined }[]
  readonly sentence: string | undefined
  readonly parameters: readonly { readonly name: string; readonly value: string }[]
  readonly json: string | undefined
  /** Files that went into it, which making it again takes. */
  readonly needs: readonly Need[]
}

/** A file that went into another. */
interface Need {
  readonly name: string
  /** Where it can be downloaded, if it is on the site. */
  readonly address: string | undefined
}

/** A work as its page shows it. */
export interface WorkView {
  readonly uid: string
  readonly title: string
  readonly alt: string
  readonly author: { readonly name: string; readonly address: string }
  readonly website: string | undefined
  readonly affiliation: string | undefined
  readonly day: string
  readonly isoDay: string
  readonly year: string
  readonly license: { readonly name: string; readonly address: string }
  readonly remix: boolean
  readonly tags: readonly { readonly name: string; readonly address: string }[]
  readonly categories: readonly { readonly name: string; readonly address: string }[]
  /** HTML, made here. */
  readonly body: string
  readonly file: FileView
  readonly generated: readonly GeneratedView[]
  readonly lineage: Lineage
  readonly drawing: LineageDrawing | undefined
  /** JSON for a script element, made here. */
  readonly structured: string
  readonly later: Neighbour | undefined
  readonly earlier: Neighbour | undefined
}

interface Neighbour {
  readonly title: string
  readonly address: string
}

/** Files that went into a generated one, as its recipe names them; found by their content among those of its work and its parents. */
function needsOf(
  recipe: Recipe | undefined,
  generated: PublishedGenerated,
  work: PublishedWork,
  { catalogue }: Scene,
): Need[] {
  const works = [work, ...generated.parents.flatMap(({ uid }) => catalogue.byUid.get(uid) ?? [])]
  const known = new Map<string, Need>()
  for (const each of works)
    for (const file of [each.picture, ...each.generated])
      if (!known.has(file.sha256))
        known.set(file.sha256, {
          name: file.name,
          address:
            each === work ? encodeURIComponent(file.name) : `../${each.uid}/${encodeURIComponent(file.name)}`,
        })
  const needs = new Map<string, Need>()
  for (const { sha256, name } of Object.values(recipe?.inputs ?? {}).flat()) {
    // A picture from closer lies beside the frame that it shows, and is no work that a page shows.
    const isBetween = work.generated.some((file) => closerNameOf(file) === name)
    needs.set(sha256, known.get(sha256) ?? { name, address: isBetween ? encodeURIComponent(name) : undefined })
  }
  return [...needs.values()]
}

const closerNameOf = ({ name }: PublishedFile): string =>
  `${closerName(name.slice(0, Math.max(0, name.lastIndexOf('.'))))}.png`

const filmTypes: Readonly<Record<string, string>> = { mp4: 'video/mp4', webm: 'video/webm' }

/** What the page of a work shows. Recipes are read from the files, and only now. */
export async function workView(
  work: PublishedWork,
  scene: Scene,
  { config, address }: Publication,
): Promise<WorkView> {
  const root = '../../'
  const { catalogue, pictures, language } = scene
  const { uid, year, text } = work
  const fileView = (file: PublishedFile, alt: string, alone: boolean, recipe?: Recipe): FileView => {
    const shown = pictures.get(file.sha256)
    const type = filmTypes[file.name.split('.').at(-1)!.toLowerCase()]
    const { width = 16, height = 9 } = recipe?.output ?? {}
    return {
      name: file.name,
      anchor: fileAnchor(file),
      address: encodeURIComponent(file.name),
      size: sizeOf(file.bytes),
      sha256: file.sha256,
      picture:
        shown &&
        pictureView(shown, alt, root, {
          alone,
          moving: encodeURIComponent(file.name),
          within: pictures.get(work.picture.sha256),
        }),
      film: type === undefined ? undefined : { type, width, height },
      alt,
      studio:
        config.site.studio === undefined
          ? undefined
          : `${config.site.studio}#open=${encodeURIComponent(address + fileAddress(work, file))}`,
    }
  }
  const generatedView = async (generated: PublishedGenerated): Promise<GeneratedView> => {
    const recipe = await readRecipe(generated.place).catch(() => undefined)
    return {
      ...fileView(generated, altOf(generated, recipe, work), false, recipe),
      title: fileTitleOf(generated, uid),
      with: generated.parents
        .filter((parent) => parent.uid !== uid)
        .map((parent) => {
          const other = catalogue.byUid.get(parent.uid)
          return {
            as: parent.port,
            title: other?.text.title ?? parent.uid,
            address: other && `${root}${workAddress(other.uid)}`,
          }
        }),
      sentence: recipe && sentenceOf(recipe),
      parameters: recipe === undefined ? [] : parametersOf(recipe),
      json: recipe && JSON.stringify(recipe, null, 2),
      needs: needsOf(recipe, generated, work, scene),
    }
  }
  const generated: GeneratedView[] = []
  for (const each of work.generated) generated.push(await generatedView(each))
  const at = catalogue.position.get(uid)!
  const neighbour = (index: number): Neighbour | undefined => {
    const other = catalogue.works[index]
    return other && { title: other.text.title, address: `${root}${workAddress(other.uid)}` }
  }
  const file = fileView(work.picture, text.alt, true)
  const lineage = lineageOf(work, scene, root)
  const groupLink = (kind: string) => (name: string) => ({ name, address: `${root}${kind}/${slugOf(name)}/` })
  return {
    uid,
    title: text.title,
    alt: text.alt,
    author: groupLink('authors')(text.author),
    website: text.website,
    affiliation: text.affiliation,
    day: dayOf(text.time, language),
    isoDay: new Date(text.time).toISOString().slice(0, 10),
    year,
    license: { name: licenseName(text.license), address: licenseLink(text.license) },
    remix: text.remix,
    tags: text.tags.map(groupLink('tags')),
    categories: text.categories.map(groupLink('categories')),
    body: renderMarkdown(text.body),
    file,
    generated,
    lineage,
    drawing: drawLineage(lineage, {
      title: text.title,
      as: 'this work',
      address: undefined,
      thumbnail: file.picture?.sources[1]!.srcset.split(' ')[0],
    }),
    structured: structuredWork(work, address),
    later: neighbour(at - 1),
    earlier: neighbour(at + 1),
  }
}
