/** Styles, scripts and letters of a site. */
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { styleOf } from '../look.ts'
import { ownTheme, themeFolder } from './templates.ts'
import { mostRules, ratioRules, tintRules } from './tint.ts'

const require = createRequire(import.meta.url)

/** Where they are, from the site's folder. */
const assetsFolder = 'assets'

/** Files of PhotoSwipe, as they are called here and there. */
const lightbox = {
  'photoswipe.css': 'photoswipe.css',
  'photoswipe.js': 'photoswipe.esm.min.js',
  'photoswipe-lightbox.js': 'photoswipe-lightbox.esm.min.js',
} as const

/** In the order in which they are read: narrow screens have the last word. */
const styles = ['frame', 'pictures', 'work', 'lightbox', 'search', 'narrow'] as const

const font = '@fontsource-variable/inter'

/** Writes them. @param root the gallery's folder, whose theme has the last word */
export async function writeAssets(folder: string, root: string): Promise<void> {
  const to = (name: string): string => join(folder, assetsFolder, name)
  await mkdir(to(''), { recursive: true })
  for (const script of ['lightbox.js', 'search.js', 'icon.svg']) await copyFile(join(ownTheme, script), to(script))
  const photoswipe = dirname(require.resolve('photoswipe'))
  for (const [name, source] of Object.entries(lightbox)) await copyFile(join(photoswipe, source), to(name))
  const own = await readFile(join(root, themeFolder, 'theme.css'), 'utf8').catch(() => '')
  const style = await styleOf(styles.map((name) => `site/${name}`))
  const letters = await writeFont(folder)
  // One file, so that a page asks once; the gallery's own theme comes last.
  await writeFile(to('site.css'), [letters, style, tintRules(), ratioRules(), mostRules(), own].join('\n'))
}

/** Writes the letters of all scripts that the typeface has; a browser loads those that a page needs. */
async function writeFont(folder: string): Promise<string> {
  const ranges = JSON.parse(await readFile(require.resolve(`${font}/unicode.json`), 'utf8')) as Record<
    string,
    string
  >
  const rules: string[] = []
  for (const [script, range] of Object.entries(ranges)) {
    const file = `inter-${script}-wght-normal.woff2`
    await copyFile(require.resolve(`${font}/files/${file}`), join(folder, assetsFolder, file))
    rules.push(
      `@font-face{font-family:Inter;font-weight:100 900;font-display:optional;src:url(${file}) format("woff2");unicode-range:${range}}`,
    )
  }
  return rules.join('\n')
}
