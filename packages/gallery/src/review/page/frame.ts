/** What stands around every page of a review: the head, the bar above, the shelf below. */
import { pictureGenerator } from '../../build/names.ts'
import { html, type Html } from '../../intake/html.ts'
import { isWaiting, type Review, type ReviewWork } from '../review.ts'

/** Which works the shelf has. */
export type Show = 'waiting' | 'all'

/** Where a page stands. */
export interface Place {
  readonly review: Review
  readonly show: Show
  /** The work that is looked at. */
  readonly uid: string | undefined
}

/** A page's own part. */
export interface Part {
  readonly title: string
  /** Classes of the picture's colour. */
  readonly tint?: string | undefined
  readonly content: Html
}

/** How states are called. */
export const stateWords = {
  pending: 'waits for a decision',
  approved: 'approved',
  changed: 'changed since it was approved',
  held: 'held',
  rejected: 'rejected',
  revoked: 'approval taken back',
  'taken-down': 'taken down',
} as const

/** The works of the shelf, and the one that is looked at. */
export const shelfOf = ({ review, show, uid }: Place): ReviewWork[] =>
  review.works.filter((each) => show === 'all' || isWaiting(each) || each.uid === uid)

/** The address of a work's page, from the root of the review. */
export function addressOf(uid: string, show: Show, look = 0): string {
  const query = [...(show === 'all' ? ['show=all'] : []), ...(look === 0 ? [] : [`look=${look}`])].join('&')
  return `work/${uid}${query === '' ? '' : `?${query}`}`
}

/** A whole page. @param base the path that everything is under, ending in a slash */
export function page(base: string, place: Place, { title, tint = '', content }: Part): string {
  const { review, show } = place
  const held = review.works.filter(({ standing }) => standing.state === 'held').length
  const waiting = review.works.filter(isWaiting).length - held
  const document = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="dark light" />
        <title>${title} · Review</title>
        <link rel="stylesheet" href="${base}review.css" />
        <link rel="icon" href="data:," />
        <script src="${base}review.js" type="module"></script>
      </head>
      <body class="${tint}">
        <header class="bar">
          <p class="name">${review.config.title}</p>
          <nav aria-label="Works">
            <a href="${base}" ${show === 'waiting' ? html` aria-current="true"` : ''}
              >Waiting
              <span class="count">${waiting}</span
              >${held === 0 ? '' : html`, held <span class="count">${held}</span>`}</a
            >
            <a href="${base}?show=all" ${show === 'all' ? html` aria-current="true"` : ''}
              >All <span class="count">${review.works.length}</span></a
            >
            ${review.problems.length === 0 ? '' : html`<a href="${base}?problems=${review.problems.length}">Problems <span class="count">${review.problems.length}</span></a>`}
          </nav>
          <form method="post" action="${base}again">
            <button class="plain" title="Read the gallery again, and check it">Look again</button>
          </form>
        </header>
        ${content} ${shelf(base, place)}
      </body>
    </html> `
  return document.text
}

/** Of a long shelf the part around the work that is looked at. */
const mostOnShelf = 81

/** The hash of the picture that stands for a work. */
const coverOf = ({ work, record }: ReviewWork): string | undefined =>
  work?.kind === 'media'
    ? record?.generated.find(({ generator }) => generator === pictureGenerator)?.sha256
    : work?.picture.sha256

function shelf(base: string, place: Place): Html | undefined {
  const all = shelfOf(place)
  const at = all.findIndex(({ uid }) => uid === place.uid)
  const from = Math.max(0, Math.min(at - (mostOnShelf - 1) / 2, all.length - mostOnShelf))
  const works = all.slice(from, from + mostOnShelf)
  if (works.length === 0) return undefined
  return html`<nav class="shelf" aria-label="${place.show === 'all' ? 'All works' : 'Works that wait'}">
    <ul>
      ${works.map((each) => {
        const {
          uid,
          work,
          standing: { state },
        } = each
        const cover = coverOf(each)
        return html`<li>
          <a
            href="${base}${addressOf(uid, place.show)}"
            class="${state}"
            ${uid === place.uid ? html` aria-current="page"` : ''}
          >
            ${cover === undefined ? html`<span class="none"></span>` : html`<img src="${base}small/${cover}" alt="" loading="lazy" />`}
            <span class="title">${work?.text.title ?? uid}</span><span class="state">${stateWords[state]}</span></a
          >
        </li>`
      })}
    </ul>
  </nav>`
}
