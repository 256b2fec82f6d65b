/** The search: an index that Pagefind makes and that readers' browsers load piece by piece. */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { close, createIndex } from 'pagefind'
import { GalleryError } from '../error.ts'
import { picturePath } from './pictures.ts'
import { workAddress, type Scene } from './views.ts'

/** Where the index is, from the site's folder. */
const searchFolder = 'pagefind'

/** What Pagefind brings along and the page does not use: its own surfaces. */
const unused = /^pagefind-(?:ui|modular-ui|component-ui|highlight)\./

/** Makes the index of all works. */
export async function writeSearchIndex(folder: string, { catalogue, pictures, language }: Scene): Promise<void> {
  const { index, errors } = await createIndex({ forceLanguage: language.split('-')[0]!.toLowerCase() })
  if (index === undefined) throw failed(errors)
  try {
    for (const { uid, year, text, picture } of catalogue.works) {
      const shown = pictures.get(picture.sha256)
      const { errors: wrong } = await index.addCustomRecord({
        url: `/${workAddress(uid)}`,
        content: [text.alt, text.body, text.tags.join(', '), text.title, text.author].join('\n'),
        language,
        meta: {
          title: text.title,
          author: text.author,
          ...(shown === undefined ? {} : { image: `/${picturePath(shown.key, shown.widths[0]!, 'webp')}` }),
        },
        filters: { tag: text.tags, author: [text.author], year: [year] },
        sort: { date: new Date(text.time).toISOString() },
      })
      if (wrong.length > 0) throw failed(wrong)
    }
    const { files, errors: wrong } = await index.getFiles()
    if (wrong.length > 0) throw failed(wrong)
    for (const { path, content } of files) {
      if (unused.test(path)) continue
      const to = join(folder, searchFolder, path)
      await mkdir(dirname(to), { recursive: true })
      await writeFile(to, content)
    }
  } finally {
    await index.deleteIndex()
    await close()
  }
}

const failed = (errors: readonly string[]): GalleryError =>
  new GalleryError(`The search index cannot be made: ${errors.join('; ')}. Pagefind's program comes with "npm ci".`)
