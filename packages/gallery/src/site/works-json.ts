/** `works.json`: all works of a site for other programs, and `works.schema.json`, which says what is in it. */
import { z } from 'zod'
import type { SitePicture } from './pictures.ts'
import type { Publication, PublishedWork } from './published.ts'
import { fileAddress, workAddress } from './views.ts'
import { licenseLink } from './words.ts'

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const address = z.url({ protocol: /^https?$/ })

const fileSchema = z.strictObject({
  url: address.meta({ description: 'The file as it was approved, byte for byte.' }),
  sha256: hash.meta({ description: 'Of its bytes, in hexadecimal.' }),
  bytes: z.int().min(0),
  width: z.int().min(1).optional().meta({ description: 'In pixels; missing for films.' }),
  height: z.int().min(1).optional(),
})

const workSchema = z.strictObject({
  uid: z.string().meta({ description: 'What the work is called in the gallery, for good.' }),
  url: address.meta({ description: 'Its page.' }),
  title: z.string(),
  author: z.strictObject({ name: z.string(), website: z.string().optional(), affiliation: z.string().optional() }),
  date: z.iso.datetime().meta({ description: 'When it was made.' }),
  approved: z.iso.datetime().meta({ description: 'When it was approved.' }),
  tags: z.array(z.string()),
  categories: z.array(z.string()),
  license: z.strictObject({ id: z.string().meta({ description: 'SPDX identifier.' }), url: address }),
  remix: z.boolean().meta({ description: 'Whether its author consents that new works are made from it.' }),
  alt: z.string().meta({ description: 'What is to be seen.' }),
  text: z.string().meta({ description: 'What there is to say about it, in Markdown.' }),
  guide: z.string().optional().meta({ description: 'The uid of the work that guided it.' }),
  parents: z.array(z.string()).meta({ description: 'The uids of the works that it was made from.' }),
  picture: fileSchema,
  generated: z.array(
    fileSchema.extend({
      generator: z.string(),
      parents: z.array(
        z.strictObject({ port: z.string(), uid: z.string(), file: z.string().optional(), sha256: hash }),
      ),
    }),
  ),
})

const worksSchema = z
  .strictObject({
    version: z.literal(1),
    title: z.string(),
    url: address,
    source: z.string().optional().meta({ description: 'The commit of the gallery that the site was made from.' }),
    works: z.array(workSchema).meta({ description: 'The newest first.' }),
  })
  .meta({ title: 'Works of a gallery of Reverie' })

/** The schema of `works.json`. */
export const worksJsonSchema = (): string =>
  `${JSON.stringify(z.toJSONSchema(worksSchema, { target: 'draft-2020-12' }), null, 2)}\n`

/** All works, a line each. */
export function worksJson(publication: Publication, pictures: ReadonlyMap<string, SitePicture>): string {
  const { address: home, config, source, works } = publication
  const head = { version: 1, title: config.title, url: home, ...(source === undefined ? {} : { source }) }
  const lines = works.toReversed().map((work) => JSON.stringify(entryOf(work, home, pictures)))
  return `${JSON.stringify(head).slice(0, -1)},"works":[\n${lines.join(',\n')}\n]}\n`
}

function entryOf(
  work: PublishedWork,
  home: string,
  pictures: ReadonlyMap<string, SitePicture>,
): z.infer<typeof workSchema> {
  const { uid, text, approvedAt, picture, generated } = work
  const file = (each: PublishedWork['picture']): z.infer<typeof fileSchema> => {
    const size = pictures.get(each.sha256)
    const { sha256, bytes } = each
    return {
      url: home + fileAddress(work, each),
      sha256,
      bytes,
      ...(size === undefined ? {} : { width: size.width, height: size.height }),
    }
  }
  return {
    uid,
    url: home + workAddress(uid),
    title: text.title,
    author: { name: text.author, website: text.website, affiliation: text.affiliation },
    date: new Date(text.time).toISOString(),
    approved: new Date(approvedAt).toISOString(),
    tags: text.tags,
    categories: text.categories,
    license: { id: text.license, url: licenseLink(text.license) },
    remix: text.remix,
    alt: text.alt,
    text: text.body,
    guide: text.guide,
    parents: text.parents ?? [],
    picture: file(picture),
    generated: generated.map((each) => ({ ...file(each), generator: each.generator, parents: [...each.parents] })),
  }
}
