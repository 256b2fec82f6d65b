/** The text of a work: Markdown without HTML, whose links are http or https and whose pictures are none. */
import MarkdownIt from 'markdown-it'
import { findUnseen, quoted } from '../characters.ts'
import type { Fault } from '../problem.ts'
import { judgeLink } from './fields.ts'

// HTML is parsed so as to be found, and any address so as to be judged: nothing of it is rendered.
const parser = new MarkdownIt({ html: true, linkify: false })
parser.validateLink = () => true

/**
 * What is wrong with a text.
 * @param firstLine the line of the file on which it begins
 */
export function judgeBody(body: string, firstLine: number): Fault[] {
  const lines = body.split('\n')
  const faults = lines.flatMap((line, index): Fault[] => {
    const unseen = findUnseen(line.replaceAll('\t', ' '))
    if (unseen === undefined) return []
    return [
      {
        line: firstLine + index,
        code: 'hidden-character',
        message: `Character ${unseen.column} of the line is ${unseen.name}, which cannot be seen.`,
        fix: 'Type the line again, rather than paste it.',
      },
    ]
  })
  for (const block of parser.parse(body, {})) {
    const from = block.map?.[0] ?? 0
    const to = block.map?.[1] ?? lines.length
    const lineOf = (text: string): number => {
      const within = lines.slice(from, to).findIndex((line) => text !== '' && line.includes(text))
      return firstLine + from + Math.max(0, within)
    }
    for (const token of [block, ...(block.children ?? [])]) {
      const { type, content } = token
      if (type === 'html_block' || type === 'html_inline')
        faults.push(htmlFault(content.trim(), lineOf(content.split('\n')[0]!)))
      const address = String(token.attrGet('href') ?? '')
      const verdict = type === 'link_open' ? judgeLink(readable(address)) : undefined
      if (verdict !== undefined) faults.push({ line: lineOf(address), ...verdict })
      if (type === 'image') {
        const source = String(token.attrGet('src') ?? '')
        faults.push({
          line: lineOf(source),
          code: 'link',
          message: `The text shows the picture ${quoted(source)}, and a work has one picture, which is its own.`,
          fix: 'Remove it, or submit it as a work.',
        })
      }
    }
  }
  return faults
}

const htmlFault = (content: string, line: number): Fault => ({
  line,
  code: 'html',
  message: `${quoted(content)} is HTML, and the text is Markdown without it.`,
  fix: 'Write it in Markdown, or put it between backticks to show it as it is.',
})

/** An address as it was written: the parser has percent-encoded what is not of addresses. */
function readable(address: string): string {
  return address.replace(/%(?:22|20|3C|3E)/gi, (code) => decodeURIComponent(code))
}
