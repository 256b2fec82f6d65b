/** The stylesheets of a gallery's pages, of its review and of its form: what they share, then what is a page's own. */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const templates = new URL('../templates/', import.meta.url)
const shared = ['look/theme', 'look/elements'] as const

/** The style of a kind of page. @param own names of its files in `templates`, without their ending, in order */
export async function styleOf(own: readonly string[]): Promise<string> {
  const files = [...shared, ...own].map(async (name) => readFile(new URL(`${name}.css`, templates), 'utf8'))
  return (await Promise.all(files)).join('\n')
}

/** The letters that a server of this machine sends along: those of Latin scripts. `face` finds them as `name` beside the stylesheet. */
export const servedLetters = {
  name: 'inter.woff2',
  file: fileURLToPath(import.meta.resolve('@fontsource-variable/inter/files/inter-latin-wght-normal.woff2')),
  face: "@font-face{font-family:Inter;font-weight:100 900;font-display:swap;src:url(inter.woff2) format('woff2')}",
} as const
