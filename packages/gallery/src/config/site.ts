/** What the published site is: the part of `gallery.yaml` under `site`. */
import { z } from 'zod'
import { judgeLine, judgeLink } from '../work/fields.ts'
import { refuseWith, type KeyMeta } from '../yaml/faults-of.ts'

const meta = (description: string, example: string): KeyMeta => ({ description, example })
const line = (longest: number) => z.string().superRefine(refuseWith(judgeLine(longest)))
const link = () => z.string().superRefine(refuseWith(judgeLink))

/** The site's settings. */
export const siteSchema = z
  .strictObject({
    address: link()
      .optional()
      .meta(
        meta(
          'Where the site will be found; feeds, previews and the sitemap need whole addresses.',
          'address: https://example.org/our-art/',
        ),
      ),
    description: line(300)
      .default('An open gallery.')
      .meta(meta('What the gallery is, in a sentence.', 'description: Art that anyone may send')),
    language: z
      .string()
      .superRefine(
        refuseWith((text) =>
          /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/.test(text)
            ? undefined
            : {
                code: 'wrong-value',
                message: `"${text}" is no language tag.`,
                fix: 'Write, for example, language: en',
              },
        ),
      )
      .default('en')
      .meta(meta('The language of the works’ words (BCP 47).', 'language: en')),
    repository: link()
      .optional()
      .meta(meta('Where works are submitted.', 'repository: https://example.org/our-art.git')),
    studio: link()
      .optional()
      .meta(meta('A Reverie Studio that works are opened in.', 'studio: https://example.org/studio/')),
    newest: z
      .int()
      .min(1, 'at least 1')
      .max(200, 'at most 200')
      .default(12)
      .meta(meta('How many works the home page and the feeds show.', 'newest: 24')),
    page: z
      .int()
      .min(4, 'at least 4')
      .max(500, 'at most 500')
      .default(60)
      .meta(meta('How many works a page of a list shows.', 'page: 48')),
    widths: z
      .array(z.int().min(64, 'at least 64').max(4096, 'at most 4,096'))
      .min(1, 'it has none')
      .max(8, 'there are more than 8')
      .default([320, 640, 1280])
      .meta(meta('Widths of the pictures that pages show, in pixels.', 'widths: [320, 640, 1280]')),
  })
  .prefault({})
  .meta(meta('What the published site is.', 'site: { address: https://example.org/our-art/ }'))
