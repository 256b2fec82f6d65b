/** The front matter of a work. One schema gives what is checked, its type, and the table of the guide. */
import { z } from 'zod'
import { refuseWith, type KeyMeta } from '../yaml/faults-of.ts'
import { judgeDate, judgeLine, judgeLink, judgeUid } from './fields.ts'

const line = (longest: number) => z.string().superRefine(refuseWith(judgeLine(longest)))
const uid = () => z.string().superRefine(refuseWith(judgeUid))
const meta = (description: string, example: string): KeyMeta => ({ description, example })

const tag = line(40)

/** No tag twice, whatever its letters. */
const tags = z
  .array(tag)
  .max(32, 'there are more than 32')
  .superRefine(
    refuseWith((list) => {
      const plain = list.map((each) => each.normalize('NFC').toLowerCase())
      const twice = list.find((_, index) => plain.indexOf(plain[index]!) < index)
      return twice === undefined
        ? undefined
        : { code: 'wrong-value', message: `"${twice}" is there twice.`, fix: 'Remove one of them.' }
    }),
  )

/** What stands between the delimiters of `works/<year>/<uid>.md`. */
export const frontMatterSchema = z.strictObject({
  title: line(200).meta(meta('What the work is called.', 'title: Avocado Love')),
  author: line(200).meta(meta('Who made it, as it is to be credited.', 'author: Ada Lovelace')),
  date: z
    .string()
    .superRefine(refuseWith(judgeDate))
    .meta(
      meta('When it was made: a day, or a second (in UTC unless it says otherwise).', 'date: 2026-03-21 14:05:00'),
    ),
  tags: tags.meta(meta('Words to find it by, up to 32.', 'tags: [pencil, love, avocados]')),
  categories: z
    .array(line(40))
    .min(1, 'it has none')
    .max(8, 'there are more than 8')
    .meta(meta('Which of the gallery’s categories it belongs to.', 'categories: [work]')),
  image: line(120)
    .optional()
    .meta(
      meta(
        'The picture’s file name. It lies beside this file and has its name. Needed unless there is `media`.',
        'image: ada-avocado.jpg',
      ),
    ),
  media: line(120)
    .optional()
    .meta(
      meta(
        'In place of `image`: the name of another file, which a plug-in of the gallery makes the picture of.',
        'media: ada-numbers.csv',
      ),
    ),
  license: line(80).meta(meta('The licence of the picture, by its SPDX identifier.', 'license: CC-BY-4.0')),
  remix: z.boolean().meta(meta('Whether you consent that new works are made from it.', 'remix: true')),
  alt: line(1000).meta(
    meta('What is to be seen, for those who cannot see it.', 'alt: Two avocado halves that hold hands, in pencil'),
  ),
  website: z
    .string()
    .superRefine(refuseWith(judgeLink))
    .optional()
    .meta(meta('A page of the author.', 'website: https://example.org/ada')),
  affiliation: line(200).optional().meta(meta('Where the author belongs.', 'affiliation: Analytical Society')),
  guide: uid().optional().meta(meta('The uid of an earlier work that guided this one.', 'guide: grace-moth')),
  parents: z
    .array(uid())
    .max(32, 'there are more than 32')
    .optional()
    .meta(meta('The uids of works that this one was made from.', 'parents: [grace-moth]')),
  layout: z
    .literal('work')
    .optional()
    .meta(meta('For galleries that Jekyll reads too; says nothing here.', 'layout: work')),
})

/** Front matter as it was checked. */
export type FrontMatter = z.infer<typeof frontMatterSchema>
