/** The intake's pages besides its form. They hold no scripts, no cookies, and no picture that anyone sent. */
import type { Flaw, Outcome } from './draft.ts'
import { html, type Html } from './html.ts'

/** A whole page. @param gallery its title */
export function page(gallery: string, title: string, content: Html): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} – ${gallery}</title>
        <link rel="stylesheet" href="/intake.css" />
        <link rel="icon" href="data:," />
      </head>
      <body>
        <header class="top"><a href="/">${gallery}</a></header>
        <main id="main">${content}</main>
      </body>
    </html> `.text
}

/** A page with one message. */
export function messagePage(gallery: string, title: string, sentences: readonly string[]): string {
  return page(
    gallery,
    title,
    html`<h1>${title}</h1>
      ${sentences.map((sentence) => html`<p>${sentence}</p> `)}
      <p><a class="button quiet" href="/">To the form</a></p>`,
  )
}

/** How a submission stands, for whoever sent it. @param address of this page */
export function receiptPage(
  gallery: string,
  state: Outcome | { readonly state: 'waiting' },
  address: string,
): string {
  const [title, content] = receipt(state)
  return page(
    gallery,
    title,
    html`<p class="kicker">Receipt</p>
      <h1>${title}</h1>
      ${content}
      <p class="note">
        Keep the address of this page to see how it goes on: <span class="address">${address}</span>
      </p>`,
  )
}

function receipt(state: Outcome | { readonly state: 'waiting' }): [title: string, content: Html] {
  if (state.state === 'waiting')
    return [
      'Thank you: it has arrived',
      html`<p>Your work is kept safely and waits for its check, which takes a moment.</p>
        <p><a class="button" href="">Look again</a></p>`,
    ]
  if (state.state === 'taken')
    return [
      'Thank you: it passed the check',
      html`<p>Your work is with those who keep the gallery now. They look at it, and decide whether it is shown.</p>
        <dl>
          <dt>What it is called in the gallery</dt>
          <dd><code>${state.uid}</code></dd>
          <dt>Its branch in the repository</dt>
          <dd><code>${state.branch}</code></dd>
        </dl>
        <p><a class="button quiet" href="/">Submit another work</a></p>`,
    ]
  if (state.state === 'there')
    return [
      'It had come before',
      html`<p>
        This very submission
        ${state.branch === undefined ? 'is part of the gallery already' : 'waits for those who keep the gallery already'};
        nothing else is to be done.
      </p>`,
    ]
  return [
    'It could not be taken in',
    html`<p>The check found what has to be mended first. Nothing of your work was kept.</p>
      <ul class="flaws">
        ${state.flaws.map((flaw) => html`<li><strong>${nameOf(flaw)}</strong> ${wordsOf(flaw)}</li> `)}
      </ul>
      <p><a class="button" href="/">Back to the form</a></p>`,
  ]
}

const names: Readonly<Record<string, string>> = {
  title: 'Title',
  author: 'Author',
  date: 'Date',
  tags: 'Tags',
  categories: 'Category',
  license: 'Licence',
  remix: 'New works',
  alt: 'Description',
  website: 'Website',
  affiliation: 'Affiliation',
  guide: 'Guide',
  parents: 'Made from',
  picture: 'Picture',
  text: 'Text',
  rights: 'Rights',
  public: 'Public',
}

/** What a flaw's field is called in the form. */
export const nameOf = ({ key }: Flaw): string => (key === undefined ? 'The form' : (names[key] ?? key))

/** A flaw for people who see a field, and not front matter. */
export function wordsOf({ code, message, fix }: Flaw): string {
  if (code === 'missing-key') return 'This is needed.'
  const [, bare = message] = /^"\w+"(?: is|:) (.*)$/s.exec(message) ?? []
  const sentence = bare === message ? message : `${/^"\w+" is/.test(message) ? 'It is ' : ''}${bare}`
  return `${sentence[0]!.toUpperCase()}${sentence.slice(1)} ${fix}`
}
