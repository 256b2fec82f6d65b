/**
 * An e-mail as a submission: its subject is the title, its first picture the picture, and lines `key: value` of its text are
 * front matter; what else it says is the work's text. The sender's address goes nowhere.
 */
import { createHash } from 'node:crypto'
import MarkdownIt from 'markdown-it'
import { pictureFormats, sniff } from '@reverie/image'
import PostalMime, { type Attachment, type Email } from 'postal-mime'
import { keysOf, plainText, type Fields } from './keys-of.ts'
import { keysByLabel } from './labels.ts'
import { unread, type Reading } from './reading.ts'

/** Longer messages are not read, in bytes: base64 makes a third more of a picture. */
const mostMail = 300 * 2 ** 20

/**
 * Reads an e-mail.
 * @param bytes a file of one message (RFC 5322)
 * @param unsaid what to take for keys that it does not say
 */
export async function readMail(bytes: Uint8Array, unsaid: Fields = {}): Promise<Reading> {
  if (bytes.length > mostMail)
    return unread(
      'text-size',
      `The message has ${bytes.length} bytes, and at most ${mostMail} are read.`,
      'Send a smaller picture.',
    )
  let mail: Email
  try {
    mail = await PostalMime.parse(bytes, { maxNestingDepth: 20, maxHeadersSize: 262_144, maxRfc822NestingDepth: 0 })
  } catch (error) {
    return unread(
      'unreadable',
      `The message cannot be read (${error instanceof Error ? error.message : String(error)}).`,
      'Save it again, as a whole.',
    )
  }
  if (mail.from === undefined && mail.subject === undefined && mail.messageId === undefined)
    return unread(
      'unreadable',
      'The file is no e-mail: it has no headers that say from whom and what about.',
      'Save the message as it is (“Save as… .eml”).',
    )
  const { fields, body } = linesOf(mail.text ?? textOf(mail.html ?? ''))
  const pictures = picturesIn(mail.attachments)
  const at = Date.parse(mail.date ?? '')
  const { title = mail.subject, author = mail.from?.name, date = dayOf(at), ...others } = fields
  const picture = pictures[0]
  return {
    draft: {
      channel: 'mail',
      // A message without an identifier is told apart by its content.
      key: mail.messageId ?? createHash('sha256').update(bytes).digest('hex'),
      at: Number.isNaN(at) || at < 0 ? undefined : at,
      keys: keysOf({ title, author, date, ...others }, unsaid),
      body,
      picture:
        picture === undefined
          ? undefined
          : { kind: 'bytes', bytes: bytesOf(picture), name: picture.filename ?? '' },
    },
    flaws: [],
    notes:
      pictures.length > 1 ? [`The message has ${pictures.length} pictures; the first attached one was taken.`] : [],
  }
}

const dayOf = (at: number): string | undefined =>
  Number.isNaN(at) ? undefined : new Date(at).toISOString().slice(0, 10)

const bytesOf = ({ content }: Attachment): Uint8Array =>
  typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content)

/** Attached pictures, then those within the text (which may be a signature's); told by content. When there are none, other attachments. */
function picturesIn(attachments: readonly Attachment[]): Attachment[] {
  const isPicture = (each: Attachment): boolean =>
    (pictureFormats as readonly (string | undefined)[]).includes(sniff(bytesOf(each)))
  const within = (each: Attachment): boolean => each.disposition === 'inline' || each.related === true
  const pictures = attachments.filter(isPicture)
  const found = [...pictures.filter((each) => !within(each)), ...pictures.filter(within)]
  return found.length > 0 ? found : attachments.filter((each) => !within(each)).slice(0, 1)
}

/** Keys and their values among the lines, and the rest. A line that begins with a space goes on with the value before. */
function linesOf(text: string): { fields: Fields; body: string } {
  const fields: Record<string, string> = {}
  const rest: string[] = []
  let open: string | undefined
  for (const line of plainText(text).split('\n')) {
    if (/^-- ?$/.test(line)) break // a signature
    const [, label, value = ''] = /^\s{0,3}([\p{L} ]{1,40}\??)\s*:\s*(.*)$/u.exec(line) ?? []
    const name = label?.trim().toLowerCase() ?? ''
    const key = Object.hasOwn(keysByLabel, name) ? keysByLabel[name]! : undefined
    if (key !== undefined && !['picture', 'text', 'rights'].includes(key) && !Object.hasOwn(fields, key)) {
      fields[key] = value.trim()
      open = key
    } else if (open !== undefined && /^\s+\S/.test(line)) fields[open] += ` ${line.trim()}`
    else {
      open = undefined
      rest.push(line)
    }
  }
  return { fields, body: plainText(rest.join('\n').replace(/\n{3,}/g, '\n\n')) }
}

const { unescapeAll } = new MarkdownIt().utils

/** The text of HTML: its blocks as lines, no scripts and styles, nothing of its markup. */
function textOf(html: string): string {
  const bare = html
    .replace(/<(script|style|head|title)\b[\s\S]*?(?:<\/\1\s*>|$)/gi, '')
    .replace(/<!--[\s\S]*?(?:-->|$)/g, '')
    .replace(/\s+/g, ' ')
    .replace(/<(?:br|\/p|\/div|\/li|\/tr|\/h[1-6]|\/blockquote)\b[^>]*>\s*/gi, '\n')
    .replace(/<[^>]*>/g, '')
  // It undoes backslashes too, which HTML does not have.
  return bare
    .split('\\')
    .map((part) => unescapeAll(part))
    .join('\\')
    .replace(/\u{a0}/gu, ' ')
}
