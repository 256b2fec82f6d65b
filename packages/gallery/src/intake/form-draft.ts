/** A form that was received, as a submission, and what is wrong with it. */
import type { GalleryConfig } from '../config/schema.ts'
import { judgeBeginning } from '../picture/judge-picture.ts'
import type { Draft, Flaw } from './draft.ts'
import type { Sent } from './form.ts'
import { keysOf, plainText } from './keys-of.ts'
import type { Received } from './receive.ts'
import { judgeText } from './take-in.ts'

const first = (sent: Sent, key: string): string => sent.get(key)?.[0] ?? ''

/** The submission that a form is. Its picture is a file of the spool already. */
export function draftOf(
  { sent, file }: Received,
  config: GalleryConfig,
  at: number,
): Omit<Draft, 'key'> & { key: string } {
  const fields = Object.fromEntries(
    [...sent].filter(([key]) => !['text', 'rights', 'public', 'once'].includes(key)),
  )
  // What browsers send of one category or of several is a list either way.
  const one = Object.fromEntries(
    Object.entries(fields).map(([key, values]) => [key, key === 'categories' ? values : values[0]]),
  )
  return {
    channel: 'form',
    key: '',
    at,
    keys: keysOf(one),
    body: plainText(first(sent, 'text')).slice(0, config.maxTextBytes),
    picture:
      file === undefined ? undefined : { kind: 'bytes', bytes: new Uint8Array(), name: file.name.slice(-100) },
  }
}

/** All that can be told at once. What takes decoding, or other works, is told on the receipt. */
export function judgeForm(
  { sent, file }: Received,
  draft: Pick<Draft, 'keys' | 'body'>,
  config: GalleryConfig,
  now: number,
): Flaw[] {
  const missing = (key: string): Flaw => ({
    key,
    code: 'missing-key',
    message: `"${key}" is missing.`,
    fix: 'Say it.',
  })
  const flaws = judgeText(draft, config, now)
  if (file === undefined)
    flaws.unshift({ key: 'picture', code: 'missing-image', message: 'There is no picture.', fix: 'Choose one.' })
  else if (config.plugins.length === 0)
    flaws.unshift(
      ...judgeBeginning(file.start, config.pictures).map(({ code, message, fix }) => ({
        key: 'picture',
        code,
        message,
        fix,
      })),
    )
  for (const key of ['rights', 'public']) if (first(sent, key) !== 'yes') flaws.push(missing(key))
  return flaws
}
