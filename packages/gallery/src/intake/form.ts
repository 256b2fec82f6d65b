/** The form for people without Git: the fields of front matter, with what the schema says of them, and questions of consent. */
import { formatsOf } from './accepted.ts'
import type { GalleryConfig } from '../config/schema.ts'
import { frontMatterSchema } from '../work/schema.ts'
import type { Flaw } from './draft.ts'
import { html, type Html } from './html.ts'
import { licenseInWords } from './license-in-words.ts'
import { nameOf, page, wordsOf } from './pages.ts'

/** What was sent, by the name of the field. */
export type Sent = ReadonlyMap<string, readonly string[]>

/** What a form shows. */
export interface FormOptions {
  readonly config: GalleryConfig
  /** An identifier for this form, so that it counts once however often it is sent. */
  readonly once: string
  /** Today, as `2026-03-21`. */
  readonly today: string
  readonly sent?: Sent
  readonly flaws?: readonly Flaw[]
}

/** Names of the form's fields. Several values are taken of categories alone. */
export const formFields: ReadonlySet<string> = new Set([
  'title',
  'author',
  'date',
  'tags',
  'categories',
  'license',
  'remix',
  'alt',
  'website',
  'affiliation',
  'parents',
  'text',
  'rights',
  'public',
  'once',
])

/** The page with the form; with what was sent and what is wrong with it. */
export function formPage({
  config,
  once,
  today,
  sent = new Map<string, string[]>(),
  flaws = [],
}: FormOptions): string {
  const form: Form = { sent, flaws }
  const { title: gallery, site, categories, licenses, pictures } = config
  const content = html`<h1>Submit a work</h1>
<p class="lead">${site.description} Send yours here: a picture, and a few words about it. Those who keep the gallery look at it before it is shown.</p>
${flaws.length > 0 && summary(flaws)}
<form method="post" action="/submissions" enctype="multipart/form-data">
<input type="hidden" name="once" value="${once}">
<fieldset>
<legend>The picture</legend>
${field(form, 'picture', 'Picture', `${formatsOf(pictures)} Where a photograph was taken, and other things that it may tell of you, are taken out before anyone sees them.`, (attributes) => html`<input type="file" ${attributes} required${config.plugins.length === 0 && html` accept="${pictures.formats.map((format) => `image/${format}`).join(',')}"`} />`)}
${field(form, 'alt', 'Description', 'What is to be seen, for those who cannot see it. Describe it as if on the telephone.', (attributes) => html`<textarea ${attributes} required rows="3" maxlength="1000">${first(sent, 'alt')}</textarea>`)}
</fieldset>
<fieldset>
<legend>What it is</legend>
${input(form, 'title', 'Title', { required: true, maxlength: 200 })}
${input(form, 'author', 'Author', { required: true, maxlength: 200, autocomplete: 'name' })}
${field(form, 'date', 'Date', 'When it was made.', (attributes) => html`<input type="date" ${attributes} required max="${today}" value="${first(sent, 'date')}" />`)}
${choice(
  form,
  'categories',
  'Category',
  `Which of the gallery’s categories it belongs to; one or more.`,
  'checkbox',
  categories.map((each) => [each, each]),
)}
${input(form, 'tags', 'Tags', { hint: 'Words to find it by, with commas between them.', maxlength: 1400 })}
${field(form, 'text', 'Text', 'What you want to say about it, in Markdown. You can leave it out.', (attributes) => html`<textarea ${attributes} rows="5" maxlength="${config.maxTextBytes}">${first(sent, 'text')}</textarea>`)}
</fieldset>
<fieldset>
<legend>Licence and consent</legend>
${choice(
  form,
  'license',
  'Licence',
  'What others may do with your picture. This cannot be taken back from those who have it already.',
  'radio',
  licenses.map((id) => [id, license(id)]),
)}
${choice(
  form,
  'remix',
  'May new works be made from it?',
  'Instruments of the gallery make new works from works. They name yours as what they were made from, and you as its author.',
  'radio',
  [
    ['yes', 'Yes, new works may be made from it'],
    ['no', 'No, show it as it is'],
  ],
)}
${choice(form, 'rights', 'Rights', undefined, 'checkbox', [['yes', 'I made it, or may submit it under this licence.']])}
${choice(form, 'public', 'Public', undefined, 'checkbox', [['yes', 'I know that everything I send here becomes public, with the name I gave as the author, and that a copy stays in the gallery’s history.']])}
</fieldset>
<details${['website', 'affiliation', 'parents'].some((key) => first(sent, key) !== '' || flawsOf(form, key).length > 0) && html` open`}>
<summary>More, if you like</summary>
${input(form, 'website', 'Website', { type: 'url', maxlength: 2000, autocomplete: 'url' })}
${input(form, 'affiliation', 'Affiliation', { maxlength: 200, autocomplete: 'organization' })}
${input(form, 'parents', 'Made from', { hint: 'Works of this gallery that this one was made from, by the last part of their addresses, with commas between them.', maxlength: 2000 })}
</details>
<p class="send"><button class="button" type="submit">Send the work</button></p>
</form>`
  return page(gallery, flaws.length > 0 ? 'Something is to be mended' : 'Submit a work', content)
}

interface Form {
  readonly sent: Sent
  readonly flaws: readonly Flaw[]
}

const first = (sent: Sent, key: string): string => sent.get(key)?.[0] ?? ''
const flawsOf = ({ flaws }: Form, key: string): Flaw[] => flaws.filter((flaw) => flaw.key === key)

function license(id: string): Html {
  const { name, terms } = licenseInWords(id)
  return terms === undefined ? html`${name}` : html`<strong>${name}</strong> – ${terms}`
}

/** All that is wrong, in one place, with ways to it. */
function summary(flaws: readonly Flaw[]): Html {
  return html`<section class="summary" role="alert" aria-labelledby="summary-title">
    <h2 id="summary-title">${flaws.length === 1 ? 'One thing is' : `${flaws.length} things are`} to be mended</h2>
    <ul>
      ${flaws.map((flaw) => html`<li>${flaw.key === undefined ? html`${wordsOf(flaw)}` : html`<a href="#${flaw.key}">${nameOf(flaw)}</a>: ${wordsOf(flaw)}`}</li> `)}
    </ul>
    <p>A browser does not keep files: choose the picture again.</p>
  </section>`
}

/** A field with its label, its hint and what is wrong with it. */
function field(form: Form, key: string, label: string, hint: string, control: (attributes: Html) => Html): Html {
  const wrong = flawsOf(form, key)
  const described = [`${key}-hint`, ...(wrong.length > 0 ? [`${key}-error`] : [])].join(' ')
  const attributes = html`id="${key}" name="${key}"
  aria-describedby="${described}"${wrong.length > 0 && html` aria-invalid="true"`}`
  return html`<div class="field${wrong.length > 0 && ' wrong'}">
    <label for="${key}">${label}</label>
    <p class="hint" id="${key}-hint">${hint}</p>
    ${errors(wrong, key)}${control(attributes)}
  </div>`
}

const errors = (wrong: readonly Flaw[], key: string): Html | false =>
  wrong.length > 0 &&
  html`<p class="error" id="${key}-error">
    <span class="unseen">To be mended: </span>${wrong.map(wordsOf).join(' ')}
  </p> `

interface InputOptions {
  readonly type?: string
  readonly hint?: string
  readonly required?: boolean
  readonly maxlength: number
  readonly autocomplete?: string
}

function input(form: Form, key: keyof typeof frontMatterSchema.shape, label: string, options: InputOptions): Html {
  const { type = 'text', hint = described(key), required = false, maxlength, autocomplete } = options
  return field(
    form,
    key,
    label,
    hint,
    (attributes) =>
      html`<input
        type="${type}"
        ${attributes}
        maxlength="${maxlength}"
        value="${first(form.sent, key)}"
        ${required && html` required`}${autocomplete !== undefined && html` autocomplete="${autocomplete}"`}
      />`,
  )
}

/** What the schema says of a key, with its example as one would type it. */
function described(key: keyof typeof frontMatterSchema.shape): string {
  const { description, example } = frontMatterSchema.shape[key].meta() as { description: string; example: string }
  return `${description} For example: ${example.replace(/^\w+: /, '')}`
}

/** A choice of a few, as boxes or buttons that belong together. */
function choice(
  form: Form,
  key: string,
  label: string,
  hint: string | undefined,
  type: 'radio' | 'checkbox',
  options: readonly (readonly [value: string, label: string | Html])[],
): Html {
  const wrong = flawsOf(form, key)
  const described = [
    ...(hint === undefined ? [] : [`${key}-hint`]),
    ...(wrong.length > 0 ? [`${key}-error`] : []),
  ].join(' ')
  const sent = form.sent.get(key) ?? []
  const needed = type === 'radio' || options.length === 1
  return html`<fieldset
    class="field choice${wrong.length > 0 && ' wrong'}"
    id="${key}"
    ${described !== '' && html` aria-describedby="${described}"`}
  >
    <legend${options.length === 1 && html` class="unseen"`}>${label}</legend>
    ${hint !== undefined && html`<p class="hint" id="${key}-hint">${hint}</p> `}${errors(wrong, key)}${options.map(
      ([value, text]) =>
        html`<label
          ><input
            type="${type}"
            name="${key}"
            value="${value}"
            ${sent.includes(value) && html` checked`}${needed && html` required`}
          /><span>${text}</span></label
        > `,
    )}
  </fieldset>`
}
