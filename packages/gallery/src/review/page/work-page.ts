/** The page of a work: the picture and what was made of it, what is known of it, and the form that decides. */
import type { Problem } from '../../problem.ts'
import { html, type Html } from '../../intake/html.ts'
import { pictureGenerator } from '../../build/names.ts'
import { generatedPath } from '../../build/record.ts'
import { renderMarkdown } from '../../site/markdown.ts'
import { Html as Raw } from '../../intake/html.ts'
import type { State, Verb } from '../decision.ts'
import type { ReviewWork } from '../review.ts'
import { short } from '../standing.ts'
import { addressOf, stateWords, type Place } from './frame.ts'
import { kindOf, type Look } from './media.ts'
import type { CheckState } from './session.ts'

/** A file that can be looked at: the work itself, or what was made of it. */
export interface View {
  readonly name: string
  readonly path: string
  readonly sha256: string
  readonly alt: string
  /** What it was made by; undefined for the work itself. */
  readonly generator: string | undefined
  readonly parents: readonly string[]
}

/** What the page tells. */
export interface WorkPage {
  readonly base: string
  readonly place: Place
  readonly each: ReviewWork
  readonly views: readonly View[]
  /** Which of the views is large. */
  readonly look: number
  readonly size: Look | undefined
  readonly facts: readonly [string, string][]
  readonly check: CheckState
  readonly problems: readonly Problem[]
  /** What went wrong with the decision that was sent. */
  readonly alert: string | undefined
  /** What was decided just before, about another work. */
  readonly notice: Html | undefined
  /** What the person had written. */
  readonly reason: string
  readonly previous: string | undefined
  readonly next: string | undefined
}

/** What can be looked at of a work. */
export function viewsOf({ uid, work, record, files }: ReviewWork): View[] {
  if (work === undefined) return []
  const { path, sha256 } = work.picture
  const own: View = {
    name: path.slice(path.lastIndexOf('/') + 1),
    path,
    sha256,
    alt: work.text.alt,
    generator: undefined,
    parents: [],
  }
  const made = (record?.generated ?? []).flatMap(({ file, generator, parents }): View[] => {
    const place = generatedPath(uid, file)
    const hash = files[place]
    if (hash === undefined) return []
    const uids = [...new Set(parents.map((parent) => parent.uid))].filter((each) => each !== uid)
    return [
      {
        name: file,
        path: place,
        sha256: hash,
        alt: `${generator}, made of ${work.text.title}`,
        generator,
        parents: uids,
      },
    ]
  })
  // A work of another medium is seen by the picture that was made of it.
  const cover = work.kind === 'media' ? made.find(({ generator }) => generator === pictureGenerator) : undefined
  return cover === undefined ? [own, ...made] : [cover, own, ...made.filter((each) => each !== cover)]
}

/** The page's own part. */
export function workPage(facts: WorkPage): Html {
  const { base, alert, notice, each, views, look, previous, next, place } = facts
  const view = views[look]
  return html`<main class="work">
    <section class="stage" aria-label="Picture">
      ${view === undefined ? html`<p class="gone">Its files are gone from “works”.</p>` : stage(facts, view)}
      ${views.length > 1 ? made(facts) : ''}
      ${previous === undefined ? '' : html`<a class="turn back" rel="prev" href="${base}${addressOf(previous, place.show)}" aria-label="The work before">‹</a>`}
      ${next === undefined ? '' : html`<a class="turn on" rel="next" href="${base}${addressOf(next, place.show)}" aria-label="The next work">›</a>`}
    </section>
    <aside class="panel" aria-label="The work">
      <div class="facts" role="group" aria-label="What is known of it" tabindex="0">
        ${notice === undefined ? '' : html`<p class="notice" role="status">${notice}</p>`}
        ${alert === undefined ? '' : html`<p class="alert" role="alert">${alert}</p>`}
        <header>
          <p class="state ${each.standing.state}">${sentence(stateWords[each.standing.state])}${whyOf(each)}</p>
          <h1>${each.work?.text.title ?? each.uid}</h1>
          ${each.work === undefined ? '' : html`<p class="quiet">${each.work.text.author}, ${each.work.text.date}</p>`}
        </header>
        ${differences(each)} ${unfinished(each)} ${problems(facts)} ${text(facts)} ${history(each)}
      </div>
      ${form(facts)}
    </aside>
  </main>`
}

function stage({ base, size }: WorkPage, { path, sha256, alt, generator, name }: View): Html {
  const source = `${base}file/${sha256}/${name}`
  const kind = kindOf(path)
  const sides =
    size === undefined
      ? ''
      : html` width="${size.width}" height="${size.height}"${size.clear ? html` class="clear"` : ''}`
  const shown =
    kind === 'image'
      ? html`<a
          class="picture"
          href="${source}"
          target="_blank"
          rel="noopener"
          data-key="o"
          title="Open it in its full size"
          ><img src="${source}" alt="${alt}" ${sides}
        /></a>`
      : kind === 'video'
        ? html`<video class="picture" src="${source}" aria-label="${alt}" controls loop autoplay muted></video>`
        : kind === 'audio'
          ? html`<audio class="picture" src="${source}" aria-label="${alt}" controls></audio>`
          : html`<p class="gone"><a href="${source}" target="_blank" rel="noopener">${name}</a></p>`
  const pixels = size === undefined ? '' : html` <span>${size.width} × ${size.height}</span>`
  return html`<figure>
    ${shown}
    <figcaption>
      <span>${generator ?? 'The work'}</span>${pixels} <span class="hash" title="${sha256}">${short(sha256)}</span>
    </figcaption>
  </figure>`
}

function made({ base, place, each, views, look }: WorkPage): Html {
  return html`<ul class="made" aria-label="The work, and what was made of it">
    ${views.map(
      ({ path, name, sha256, generator }, index) =>
        html`<li>
          <a
            href="${base}${addressOf(each.uid, place.show, index)}"
            ${index === look ? html` aria-current="true"` : ''}
            data-view
          >
            ${kindOf(path) === 'image' ? html`<img src="${base}${path.endsWith('.svg') ? `file/${sha256}/${name}` : `small/${sha256}`}" alt="" loading="lazy" />` : html`<span class="none">${path.slice(path.lastIndexOf('.') + 1)}</span>`}
            <span>${generator ?? 'the work'}</span></a
          >
        </li>`,
    )}
  </ul>`
}

function differences({ standing: { differences: list, approval, last, state } }: ReviewWork): Html | undefined {
  const seen = approval ?? last
  if (list.length === 0 || seen === undefined || state === 'taken-down') return undefined
  const did = seen === approval ? 'approved it' : 'looked at it'
  return html`<section class="differences">
    <h2>Since ${nameOf(seen.by)} ${did} on ${seen.at.slice(0, 10)}</h2>
    <ul>
      ${list.map(
        ({ path, was, is }) =>
          html`<li>
            <span class="path">${path.slice(path.lastIndexOf('/') + 1)}</span>
            ${was === undefined ? 'is new' : is === undefined ? 'is gone' : 'is another'}
            <span class="hash"
              >${was === undefined ? '' : short(was)} → ${is === undefined ? 'nothing' : short(is)}</span
            >
          </li>`,
      )}
    </ul>
  </section>`
}

const unfinished = ({ unfinished: list }: ReviewWork): Html | undefined =>
  list.length === 0
    ? undefined
    : html`<p class="alert">
        ${list.join(', ')} ${list.length === 1 ? 'is' : 'are'} not what the build wrote. Run “reverie gallery build”
        again before you approve.
      </p>`

function problems({ check, problems: list, each }: WorkPage): Html | undefined {
  if (each.work === undefined) return undefined
  if (check.state === 'running')
    return html`<p class="quiet">The check is still running. Look again for what it finds.</p>`
  if (check.state === 'failed') return html`<p class="alert">The check failed: ${check.why}</p>`
  if (list.length === 0) return html`<p class="fine">The check finds nothing wrong.</p>`
  return html`<section class="problems">
    <h2>The check finds ${list.length === 1 ? 'a problem' : `${list.length} problems`}</h2>
    <ul>
      ${list.map(({ file, line, message, fix }) => html`<li><span class="path">${file.slice(file.lastIndexOf('/') + 1)}:${line}</span> ${message} <span class="quiet">${fix}</span></li>`)}
    </ul>
  </section>`
}

function text({ base, place, each, views, look, facts }: WorkPage): Html | undefined {
  if (each.work === undefined) return undefined
  const { text: work } = each.work
  const link = (uid: string): Html => {
    const other = place.review.works.find((one) => one.uid === uid)
    return other === undefined
      ? html`${uid} (not in the gallery)`
      : html`<a href="${base}${addressOf(uid, place.show)}">${other.work?.text.title ?? uid}</a>
          (${stateWords[other.standing.state]})`
  }
  const view = views[look]
  const terms: [string, Html | string][] = [
    ['Description', work.alt],
    ['Licence', work.license],
    ['Remix', work.remix ? 'The author consents' : 'The author does not consent'],
    ...(work.guide === undefined ? [] : [['Guided by', link(work.guide)] as [string, Html]]),
    ...(work.parents ?? []).map((uid): [string, Html] => ['Made from', link(uid)]),
    ['Tags', work.tags.join(', ')],
    ['Categories', work.categories.join(', ')],
    ...(work.affiliation === undefined ? [] : [['Belongs to', work.affiliation] as [string, string]]),
    ...(work.website === undefined
      ? []
      : [
          [
            'Website',
            html`<a href="${work.website}" target="_blank" rel="noopener nofollow ugc">${work.website}</a>`,
          ] as [string, Html],
        ]),
    ['File', each.work.markdown.path],
  ]
  const [most, rest] = [facts.slice(0, 3), facts.slice(3)]
  const recipe: [string, Html | string][] = [
    ...(view?.parents ?? []).map((uid): [string, Html] => ['Of', link(uid)]),
    ...most,
  ]
  return html`${
      view?.generator === undefined || recipe.length === 0
        ? ''
        : html`<section>
            <h2>How ${view.name} was made</h2>
            ${list(recipe)}
            ${
              rest.length === 0
                ? ''
                : html`<details>
                    <summary>All parameters</summary>
                    ${list(rest)}
                  </details>`
            }
          </section>`
    }
    <div class="words" lang="${place.review.config.site.language}">${new Raw(renderMarkdown(work.body))}</div>
    <section>
      <h2 class="unseen">What it says</h2>
      ${list(terms)}
    </section>`
}

const list = (terms: readonly [string, Html | string][]): Html =>
  html`<dl>
    ${terms.map(
      ([term, value]) =>
        html`<div>
          <dt>${term}</dt>
          <dd>${value === '' ? '–' : value}</dd>
        </div>`,
    )}
  </dl>`

function history({ decisions }: ReviewWork): Html | undefined {
  if (decisions.length === 0) return undefined
  return html`<section class="history">
    <h2>Decisions</h2>
    <ol reversed>
      ${decisions.toReversed().map(({ decision, by, at, reason }) => html`<li><strong>${decision}</strong> by ${nameOf(by)}, <time datetime="${at}">${at.slice(0, 16).replace('T', ' ')}</time>${reason === undefined ? '' : html`: ${reason}`}</li>`)}
    </ol>
  </section>`
}

/** Why it stands as it does, where somebody said so. */
const whyOf = ({ standing: { state, last } }: ReviewWork): string =>
  last?.reason === undefined || state === 'pending' || state === 'changed' ? '' : `: ${last.reason}`
const sentence = (words: string): string => `${words[0]!.toUpperCase()}${words.slice(1)}`
const nameOf = (by: string): string => by.replace(/ <[^<>]*>$/, '')

/** What a person may decide, given how the work stands; the first is what is wanted most often. */
const choices: Readonly<Record<State, readonly Verb[]>> = {
  pending: ['approve', 'hold', 'reject'],
  changed: ['approve', 'hold', 'reject', 'revoke'],
  held: ['approve', 'reject'],
  approved: ['revoke', 'hold'],
  rejected: ['approve', 'hold'],
  revoked: ['approve', 'hold', 'reject'],
  'taken-down': ['approve'],
}

const verbWords = {
  approve: 'Approve',
  hold: 'Hold',
  reject: 'Reject',
  revoke: 'Take approval back',
  takedown: 'Take down',
} as const satisfies Readonly<Record<Verb, string>>

function form({ base, place, each, look, reason }: WorkPage): Html {
  const { uid, work, files, decisions, standing, unfinished: odd } = each
  const possible = choices[standing.state].filter((verb) => work !== undefined || verb === 'revoke')
  return html`<form class="decide" method="post" action="${base}decide">
    <input type="hidden" name="uid" value="${uid}" />
    <input type="hidden" name="show" value="${place.show}" />
    <input type="hidden" name="look" value="${look}" />
    <input type="hidden" name="decisions" value="${decisions.length}" />
    ${Object.entries(files).map(([path, sha256]) => html`<input type="hidden" name="seen" value="${sha256} ${path}" />`)}
    <label for="reason">Reason <span class="quiet">to reject or take down; else if you like</span></label>
    <textarea id="reason" name="reason" rows="2" maxlength="1000" required>${reason}</textarea>
    <div class="buttons">
      ${possible.map((verb, index) => {
        const free = verb === 'reject' ? '' : html` formnovalidate`
        const off = verb === 'approve' && odd.length > 0 ? html` disabled` : ''
        return html`<button
          name="decision"
          value="${verb}"
          ${index === 0 ? html` class="primary"` : ''}${free}${off}
        >
          ${verbWords[verb]}
        </button>`
      })}
    </div>
    ${
      standing.state === 'taken-down'
        ? ''
        : html`<details class="more">
            <summary>Take down</summary>
            <p class="quiet">
              Removes it from the site and leaves a note there, with the reason. For a work that its author, or the
              law, wants gone.
            </p>
            <button name="decision" value="takedown" class="danger">Take down</button>
          </details>`
    }
  </form>`
}
