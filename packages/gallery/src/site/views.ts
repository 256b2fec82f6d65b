/** What templates are given of pictures and works: plain data, all of it text of strangers until a template escapes it. */
import type { Catalogue } from './catalogue.ts'
import { picturePath, type SiteFormat, type SitePicture } from './pictures.ts'
import type { PublishedFile, PublishedWork } from './published.ts'
import { mostOf, ratioOf } from './tint.ts'
import { dayOf } from './words.ts'

/** What all pages are made with. */
export interface Scene {
  readonly catalogue: Catalogue
  /** Pictures by SHA-256 of their file. */
  readonly pictures: ReadonlyMap<string, SitePicture>
  readonly language: string
}

/** A picture on a page. */
export interface PictureView {
  readonly sources: readonly { readonly type: string; readonly srcset: string }[]
  readonly src: string
  /** What moves, where the page shows it so, unless the reader asked for rest. */
  readonly moving: string | undefined
  readonly width: number
  readonly height: number
  readonly alt: string
  readonly tint: string
  readonly ratio: string
  /** The class of how wide it may be shown. */
  readonly most: string
  readonly sizes: string
}

/** A work in a list. */
export interface CardView {
  readonly address: string
  readonly title: string
  readonly author: string
  readonly day: string
  readonly made: number
  readonly picture: PictureView | undefined
}

/** How wide pictures of rows become: a row is about 300 px high, and on a phone as wide as the page. */
const sizesInRows = ({ width, height }: SitePicture): string =>
  `(max-width: 40rem) 100vw, ${Math.round(Math.min(3, Math.max(0.4, width / height)) * 360)}px`

/** How wide the picture of a page becomes. */
const sizesAlone = '(max-width: 80rem) 100vw, 80rem'

/**
 * A picture on a page.
 * @param root what leads from the page to the site's folder: `../../`
 * @param alone whether it is what the page is about
 * @param moving the file itself, when it is to be shown moving
 * @param within a picture that it may not be shown larger than
 */
export function pictureView(
  picture: SitePicture,
  alt: string,
  root: string,
  {
    alone = false,
    moving,
    within,
  }: {
    readonly alone?: boolean
    readonly moving?: string | undefined
    readonly within?: SitePicture | undefined
  } = {},
): PictureView {
  const { key, widths, width, height, tint } = picture
  const srcset = (format: SiteFormat): string =>
    widths.map((each) => `${root}${picturePath(key, each, format)} ${each}w`).join(', ')
  return {
    sources: [
      { type: 'image/avif', srcset: srcset('avif') },
      { type: 'image/webp', srcset: srcset('webp') },
      { type: 'image/jpeg', srcset: srcset('jpeg') },
    ],
    src: `${root}${picturePath(key, widths[Math.min(1, widths.length - 1)]!, 'jpeg')}`,
    moving: picture.animated ? moving : undefined,
    width,
    height,
    alt,
    tint,
    ratio: ratioOf(picture),
    most: mostOf(picture, within),
    sizes: alone ? sizesAlone : sizesInRows(picture),
  }
}

/** The address of a work's page, from the site's folder. */
export const workAddress = (uid: string): string => `gallery/${uid}/`

/** The address of a file of a work, from the site's folder. */
export const fileAddress = ({ uid }: PublishedWork, { name }: PublishedFile): string =>
  `${workAddress(uid)}${encodeURIComponent(name)}`

/** A work in a list. */
export function cardView(work: PublishedWork, { pictures, language }: Scene, root: string): CardView {
  const { text, uid, generated } = work
  const picture = pictures.get(work.picture.sha256)
  return {
    address: `${root}${workAddress(uid)}`,
    title: text.title,
    author: text.author,
    day: dayOf(text.time, language),
    made: generated.length,
    picture: picture && pictureView(picture, text.alt, root),
  }
}
