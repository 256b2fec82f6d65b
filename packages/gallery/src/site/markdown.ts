/** The text of a work as HTML: Markdown without HTML, and without pictures. */
import MarkdownIt from 'markdown-it'

/** The page has two levels of headings already. */
const shift = 2

const parser = new MarkdownIt({ html: false, linkify: false, typographer: false }).disable('image')
parser.validateLink = (address) => /^https?:\/\//i.test(address.trim())
parser.renderer.rules.link_open = (tokens, index, options, _env, self) => {
  tokens[index]!.attrSet('rel', 'nofollow noopener ugc')
  return self.renderToken(tokens, index, options)
}
for (const rule of ['heading_open', 'heading_close'] as const)
  parser.renderer.rules[rule] = (tokens, index, options, _env, self) => {
    const token = tokens[index]!
    token.tag = `h${Math.min(6, Number(token.tag.slice(1)) + shift)}`
    return self.renderToken(tokens, index, options)
  }
// Columns are told by style attributes, which the pages do not allow.
for (const rule of ['th_open', 'td_open'] as const)
  parser.renderer.rules[rule] = (tokens, index) => `<${tokens[index]!.tag}>`
// And fenced code by a class that a stranger chooses.
parser.renderer.rules.fence = (tokens, index) =>
  `<pre><code>${parser.utils.escapeHtml(tokens[index]!.content)}</code></pre>\n`

/** Renders Markdown of strangers. */
export const renderMarkdown = (text: string): string => parser.render(text)
