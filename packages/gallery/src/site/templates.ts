/** Pages from templates: Reverie's, each of which a gallery may replace by its own under `theme/templates`. */
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { Liquid } from 'liquidjs'
import { GalleryError } from '../error.ts'

/** Where Reverie's templates, styles and scripts are. */
export const ownTheme = fileURLToPath(new URL('../../templates/site/', import.meta.url))

/** The folder of a gallery's own theme. */
export const themeFolder = 'theme'

/** Fills a template. */
export type Render = (template: string, data: object) => Promise<string>

/**
 * Opens the templates. What they print is escaped unless they say `raw`.
 * @param root the gallery's folder
 */
export function openTemplates(root: string): Render {
  const engine = new Liquid({
    root: [join(root, themeFolder, 'templates'), join(ownTheme, 'templates')],
    layouts: [join(root, themeFolder, 'templates'), join(ownTheme, 'templates')],
    partials: [join(root, themeFolder, 'templates'), join(ownTheme, 'templates')],
    extname: '.liquid',
    cache: true,
    outputEscape: 'escape',
    ownPropertyOnly: true,
    strictFilters: true,
    jsTruthy: true,
  })
  return async (template, data) => {
    try {
      return String(await engine.renderFile(template, data))
    } catch (error) {
      throw new GalleryError(`The template "${template}.liquid" cannot be filled: ${(error as Error).message}`, {
        cause: error,
      })
    }
  }
}
