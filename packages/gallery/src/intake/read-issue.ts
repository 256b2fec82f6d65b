/**
 * An issue of our form "Submit a work" as GitHub's JSON: an event of a webhook, an object of its API, or what
 * `gh issue view --json` prints. A form's answers are `### <label>`, an empty line, the value. Each label counts once, in the
 * order of the form, so that headings within an answer are part of it.
 */
import { z } from 'zod'
import { judgeLink } from '../work/fields.ts'
import type { Flaw } from './draft.ts'
import { keysOf, plainText, type Fields } from './keys-of.ts'
import { keysByLabel } from './labels.ts'
import { flaw, unread, type Reading } from './reading.ts'

const text = (most: number) => z.string().max(most)

const issueSchema = z.object({
  number: z.int().optional(),
  title: text(1000).optional(),
  body: text(300_000).nullable(),
  html_url: text(2000).optional(),
  url: text(2000).optional(),
  created_at: text(40).optional(),
  createdAt: text(40).optional(),
})
const eventSchema = z.object({ issue: issueSchema })

/**
 * Reads an issue.
 * @param value parsed JSON
 * @param unsaid what to take for keys that it does not say
 */
export function readIssue(value: unknown, unsaid: Fields = {}): Reading {
  const event = eventSchema.safeParse(value)
  const parsed = event.success ? issueSchema.safeParse(event.data.issue) : issueSchema.safeParse(value)
  if (!parsed.success)
    return unread(
      'wrong-type',
      'The JSON is no issue: it has no "body" that is text.',
      'Give an event of GitHub, an issue of its API, or what "gh issue view <number> --json number,title,body,url,createdAt" prints.',
    )
  const { number, body, html_url: page, url, created_at: created, createdAt = created } = parsed.data
  const address = page ?? url
  if (address === undefined && number === undefined)
    return unread(
      'missing-key',
      'The issue has neither an address nor a number, so it could not be told apart from others.',
      'Give its JSON with "html_url".',
    )
  const answers = answersIn(body ?? '')
  if (answers.size === 0)
    return unread(
      'missing-key',
      'The issue was not written with the form "Submit a work".',
      'Open one of that kind, and fill it in.',
    )
  const flaws: Flaw[] = []
  const rights = answers.get('rights')
  if (rights === undefined || !/^\s*- \[[xX]\]/m.test(rights))
    flaws.push(
      flaw(
        'rights',
        'missing-key',
        'It is not confirmed that you made the work, or may submit it.',
        'Tick the box under “Rights”.',
      ),
    )
  const pictures = addressesIn(answers.get('picture') ?? '')
  const notes = pictures.length > 1 ? [`The issue has ${pictures.length} pictures; the first was taken.`] : []
  const at = Date.parse(createdAt ?? '')
  const { picture: _, text: words = '', rights: __, ...fields } = Object.fromEntries(answers)
  return {
    draft: {
      channel: 'issue',
      key: address ?? `#${number}`,
      at: Number.isNaN(at) ? undefined : at,
      keys: keysOf(fields, unsaid),
      body: plainText(words),
      picture: pictures[0] === undefined ? undefined : { kind: 'address', address: pictures[0] },
      source: address !== undefined && judgeLink(address) === undefined ? address : undefined,
    },
    flaws,
    notes,
  }
}

/** Answers by key. What was left empty is `_No response_`. */
function answersIn(body: string): Map<string, string> {
  const answers = new Map<string, string[]>()
  let current: string[] | undefined
  for (const line of body.replace(/\r\n?/g, '\n').split('\n')) {
    const label = /^### (.+?)\s*$/.exec(line)?.[1]?.toLowerCase()
    const key = label !== undefined && Object.hasOwn(keysByLabel, label) ? keysByLabel[label] : undefined
    if (key !== undefined && !answers.has(key)) answers.set(key, (current = []))
    else current?.push(line)
  }
  const said = [...answers].map(([key, lines]) => [key, lines.join('\n').trim()] as const)
  return new Map(said.filter(([, answer]) => answer !== '' && answer !== '_No response_'))
}

/** Addresses of pictures in Markdown: `![…](address)`, `<img src="address">`, or an address alone. */
function addressesIn(markdown: string): string[] {
  const shown = [
    ...markdown.matchAll(
      /!\[[^\]]*\]\(\s*<?(https?:\/\/[^\s)>]+)|<img\s[^>]*\bsrc\s*=\s*["']?(https?:\/\/[^\s"'>]+)/gi,
    ),
  ]
  const found = shown.map(([, inline, element]) => (inline ?? element)!)
  if (found.length > 0) return [...new Set(found)]
  const link = /https?:\/\/[^\s)>\]]+/i.exec(markdown)?.[0]
  return link === undefined ? [] : [link]
}
