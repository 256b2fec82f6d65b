/**
 * What is made of each work: the part of `gallery.yaml` that names instruments and plug-ins. What it says of an instrument's
 * parameters is judged by the instrument's own schema, when a build is planned.
 */
import { z } from 'zod'
import { judgeLine } from '../work/fields.ts'
import { refuseWith, type KeyMeta } from '../yaml/faults-of.ts'
import { plugin } from './plugin.ts'

const meta = (description: string, example: string): KeyMeta => ({ description, example })
const line = (longest: number) => z.string().superRefine(refuseWith(judgeLine(longest)))

/** Generators are part of file names. */
const name = z.string().superRefine(
  refuseWith((text) =>
    /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(text) && text.length <= 40
      ? undefined
      : {
          code: 'wrong-value',
          message: `"${text}" is no name of a generator: up to 40 letters a–z, digits and single hyphens.`,
          fix: 'Write, for example, name: dreamy',
        },
  ),
)

/** A generator: what is made of a work, and of which works. */
export const generatorSchema = z
  .strictObject({
    name: name.meta(meta('What its files are called: `<name>-<uid>.<format>`.', 'name: dreamy')),
    instrument: line(40)
      .optional()
      .meta(meta('The instrument that makes it; or else there is a plug-in.', 'instrument: dream')),
    plugin: plugin.optional().meta(meta('The module whose `generate` makes it.', 'plugin: plugins/own.mjs')),
    preset: line(80).optional().meta(meta('A preset of the instrument.', 'preset: spirals')),
    parameters: z
      .record(z.string(), z.unknown())
      .default({})
      .meta(meta('Parameters of the instrument.', 'parameters: { octaves: 3 }')),
    inputs: z
      .record(z.string(), line(80))
      .default({})
      .meta(
        meta(
          'What goes into its ports: `work`, `earlier` (an earlier work that consents, chosen by the seed of this one), or the name of a generator above. A port `image` that needs a picture takes the work unless said.',
          'inputs: { guide: earlier }',
        ),
      ),
    each: z
      .strictObject({
        layers: line(80).meta(meta('Layers whose names hold this text.', 'layers: mixed')),
      })
      .optional()
      .meta(
        meta('One picture for each of several layers: `<name>-<layer>-<uid>.<format>`.', 'each: { layers: mixed }'),
      ),
    frames: z
      .strictObject({
        count: z.int().min(1, 'at least 1').max(1000, 'at most 1,000').meta(meta('How many.', 'count: 3')),
        closer: z
          .number()
          .min(0, 'at least 0')
          .lt(1, 'below 1')
          .default(0.4)
          .meta(meta('By which share each comes closer.', 'closer: 0.4')),
      })
      .optional()
      .meta(
        meta(
          'A zoom: `<name>-0000-<uid>.<format>` and so on, each made of the one before, seen from closer.',
          'frames: { count: 3, closer: 0.4 }',
        ),
      ),
    when: z
      .strictObject({
        maxSide: z
          .int()
          .min(1, 'at least 1')
          .optional()
          .meta(meta('Works whose sides are both at most this, in pixels.', 'maxSide: 256')),
        categories: z
          .array(line(40))
          .optional()
          .meta(meta('Works of one of these categories.', 'categories: [work]')),
        tags: z.array(line(40)).optional().meta(meta('Works with one of these tags.', 'tags: [texture]')),
      })
      .default({})
      .meta(meta('Which works it is for; all that consent unless said.', 'when: { maxSide: 256 }')),
    format: z
      .enum(['jpeg', 'png', 'webp', 'avif', 'gif', 'mp4', 'webm', 'svg'])
      .default('jpeg')
      .meta(meta('The format of its files.', 'format: png')),
    quality: z
      .int()
      .min(1, 'at least 1')
      .max(100, 'at most 100')
      .default(90)
      .meta(meta('Quality, for formats that have one.', 'quality: 90')),
  })
  .superRefine(
    refuseWith(({ instrument, plugin: module }) =>
      (instrument === undefined) === (module === undefined)
        ? {
            code: 'wrong-value',
            message: 'it needs either an instrument or a plug-in.',
            fix: 'Write instrument: <name>, or plugin: plugins/<name>.mjs.',
          }
        : undefined,
    ),
  )

/** A generator with its defaults filled in. */
export type Generator = z.infer<typeof generatorSchema>

/** What vsoch/opensource-art made of each work, and what it told of it. */
const seedGenerators = [
  { name: 'dreamy', instrument: 'dream' },
  { name: 'layer', instrument: 'dream', each: { layers: 'mixed' }, when: { maxSide: 256 } },
  { name: 'guided', instrument: 'dream', inputs: { guide: 'earlier' } },
  { name: 'frame', instrument: 'dream', inputs: { image: 'guided' }, frames: { count: 3, closer: 0.4 } },
]

/** The list of `gallery.yaml`. */
export const generatorsSchema = z
  .array(generatorSchema)
  .max(32, 'there are more than 32')
  .superRefine(
    refuseWith((list) => {
      const names = list.map((each) => each.name)
      const twice = names.find((each, index) => names.indexOf(each) < index)
      return twice === undefined
        ? undefined
        : { code: 'wrong-value', message: `two are called "${twice}".`, fix: 'Rename one of them.' }
    }),
  )
  .prefault(seedGenerators)
  .meta(
    meta(
      'What is made of each work; an empty list for nothing.',
      'generators: [{ name: dreamy, instrument: dream }]',
    ),
  )
