/** `gallery.yaml`. One schema gives what is checked, its defaults, the commented file of `init`, and the table of the guide. */
import { z } from 'zod'
import { findSpdx } from '../license/spdx.ts'
import { judgeLine } from '../work/fields.ts'
import { refuseWith, type KeyMeta } from '../yaml/faults-of.ts'
import { generatorsSchema } from './generators.ts'
import { plugin } from './plugin.ts'
import { siteSchema } from './site.ts'

const meta = (description: string, example: string): KeyMeta => ({ description, example })
const line = (longest: number) => z.string().superRefine(refuseWith(judgeLine(longest)))

/** The formats that a gallery can take; HEIC, which browsers do not show, and TIFF are not among them. */
const galleryFormats = ['jpeg', 'png', 'webp', 'avif', 'gif'] as const

const license = z.string().superRefine(
  refuseWith((id) =>
    findSpdx(id).known
      ? undefined
      : {
          code: 'license',
          message: `"${id}" is no SPDX identifier.`,
          fix: 'Take one of https://spdx.org/licenses.',
        },
  ),
)

const pictures = z.strictObject({
  formats: z
    .array(z.enum(galleryFormats))
    .min(1, 'it has none')
    .default([...galleryFormats])
    .meta(meta('Formats, told by content.', 'formats: [jpeg, png]')),
  maxBytes: z
    .int()
    .min(1000, 'at least 1,000')
    .max(200_000_000, 'at most 200,000,000')
    .default(10_000_000)
    .meta(meta('The largest file, in bytes.', 'maxBytes: 5000000')),
  maxSide: z
    .int()
    .min(16, 'at least 16')
    .max(16_384, 'at most 16,384')
    .default(4096)
    .meta(meta('The longest side, in pixels. Told by the header, before anything is decoded.', 'maxSide: 1024')),
  minSide: z
    .int()
    .min(1, 'at least 1')
    .max(4096, 'at most 4,096')
    .default(16)
    .meta(meta('The shortest side, in pixels.', 'minSide: 64')),
  nearDuplicates: z
    .int()
    .min(0, 'at least 0')
    .max(16, 'at most 16')
    .default(4)
    .meta(
      meta(
        'How many of the 64 bits of their perceptual hashes two pictures may differ in and still count as one; a work may look like its parents.',
        'nearDuplicates: 2',
      ),
    ),
})

/** What a gallery’s configuration holds. */
export const configSchema = z.strictObject({
  version: z.literal(1).meta(meta('The version of this format.', 'version: 1')),
  title: line(200).meta(meta('What the gallery is called.', 'title: Open Source Art')),
  categories: z
    .array(line(40))
    .min(1, 'it has none')
    .default(['work', 'texture'])
    .meta(meta('The categories that works may belong to.', 'categories: [work, texture]')),
  licenses: z
    .array(license)
    .min(1, 'it has none')
    .default(['CC0-1.0', 'CC-BY-4.0', 'CC-BY-SA-4.0', 'CC-BY-NC-4.0', 'CC-BY-NC-SA-4.0'])
    .meta(meta('The licences that are taken, by SPDX identifier.', 'licenses: [CC0-1.0, CC-BY-4.0]')),
  pictures: pictures.prefault({}).meta(meta('What pictures are taken.', 'pictures: { maxSide: 1024 }')),
  maxTextBytes: z
    .int()
    .min(1000, 'at least 1,000')
    .max(1_000_000, 'at most 1,000,000')
    .default(65_536)
    .meta(meta('The longest Markdown file of a work, in bytes.', 'maxTextBytes: 20000')),
  plugins: z
    .array(plugin)
    .default([])
    .meta(
      meta(
        'The gallery’s own modules in the folder "plugins": rules, generators, and what makes pictures of other media.',
        'plugins: [plugins/no-cats.mjs]',
      ),
    ),
  generators: generatorsSchema,
  site: siteSchema,
})

/** A configuration with its defaults filled in. */
export type GalleryConfig = z.infer<typeof configSchema>
