/** The page where no work is looked at: nothing waits, or what was asked for is not there. */
import { html, type Html } from '../../intake/html.ts'
import { isWaiting } from '../review.ts'
import { addressOf, type Part, type Show } from './frame.ts'
import type { Session } from './session.ts'

/** The page's own part. @param notice what is to be said first */
export function restPage(base: string, session: Session, show: Show, notice?: Html | string): Part {
  const { works, problems } = session.review()
  const first = works.find(isWaiting)
  const title = works.length === 0 ? 'There are no works yet' : first === undefined ? 'Nothing waits' : 'Go on'
  const content = html`<main class="rest">
    ${notice === undefined ? '' : html`<p class="notice" role="status">${notice}</p>`}
    <h1>${title}</h1>
    ${
      first === undefined
        ? html`<p>What was decided lies in the folder <code>decisions</code>. Commit it, then publish:</p>
            <pre><code>git add decisions
git commit -m "Decisions"
reverie gallery publish -o site</code></pre>`
        : html`<p>
            <a class="button" href="${base}${addressOf(first.uid, show)}">${first.work?.text.title ?? first.uid}</a>
          </p>`
    }
    ${
      problems.length === 0
        ? ''
        : html`<section class="problems">
            <h2>What cannot be reviewed</h2>
            <ul>
              ${problems.map(({ file, line, message, fix }) => html`<li><span class="path">${file}:${line}</span> ${message} <span class="quiet">${fix}</span></li>`)}
            </ul>
          </section>`
    }
  </main>`
  return { title, content }
}
