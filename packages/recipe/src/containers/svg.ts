/** SVG 2: XMP in a `metadata` element of its own, the first child of the root, where readers of metadata look. */
import { fromUtf8, hasText, textAt, utf8 } from '../bytes.ts'
import type { Container } from '../container.ts'
import { RecipeError } from '../error.ts'
import { textOfXmp, xmpElement } from '../xmp.ts'

const open = '<metadata id="reverie">'
const close = '</metadata>'
/** Bytes within which the root begins: an XML declaration, a DOCTYPE and a comment may come first. */
const preamble = 4096
const root = /<svg\b(?:[^>"']|"[^"]*"|'[^']*')*>/

export const svg: Container = {
  title: 'SVG',
  matches: (bytes) =>
    hasText(bytes, 0, '<svg') || (hasText(bytes, 0, '<?xml') && textAt(bytes, 0, preamble).includes('<svg')),
  embed: (bytes, content) => {
    const drawing = withoutRecipe(fromUtf8(bytes))
    const found = root.exec(drawing)
    if (found === null || found[0].endsWith('/>'))
      throw new RecipeError('The SVG has no root element that could hold a recipe: write the drawing again.')
    const at = found.index + found[0].length
    return utf8(`${drawing.slice(0, at)}${open}${fromUtf8(xmpElement(content))}${close}${drawing.slice(at)}`)
  },
  extract: (bytes) => textOfXmp(bytes),
}

function withoutRecipe(drawing: string): string {
  const start = drawing.indexOf(open)
  const end = start < 0 ? -1 : drawing.indexOf(close, start)
  return end < 0 ? drawing : drawing.slice(0, start) + drawing.slice(end + close.length)
}
