/** The parameters of `collage`. */
import { z } from 'zod'
import type { ParameterMeta } from '../instrument.ts'

const about = (meta: ParameterMeta): ParameterMeta & Record<string, unknown> => ({ ...meta })

/** How sizes go with likeness: see `weights.ts`. */
const sizings = ['even', 'similarity', 'rank', 'hero'] as const
/** Outlines that a collage can have: see `shapes.ts`. */
const shapes = ['canvas', 'circle', 'heart', 'star', 'drop'] as const
/** How opaque pictures are cut: see `cut.ts`. */
const cuts = ['none', 'cell', 'circle'] as const

/** The schema of `collage`'s parameters. */
export const collageParameters = z.strictObject({
  like: z
    .string()
    .max(2000)
    .default('')
    .meta(
      about({
        title: 'Like',
        description:
          'The piece that the others should be like: its id, or its file name in the collection; several with commas. ' +
          'Empty: one that the seed draws.',
        rank: 1,
        control: 'text',
        group: 'Pieces',
      }),
    ),
  count: z
    .int()
    .min(10)
    .max(3000)
    .default(200)
    .meta(
      about({
        title: 'Pieces',
        description: 'How many pieces the collage is made of, as far as the collection has them.',
        rank: 2,
        control: 'slider',
        group: 'Pieces',
      }),
    ),
  scale: z
    .number()
    .min(0.1)
    .max(1)
    .default(0.9)
    .meta(
      about({
        title: 'Size of pieces',
        description: 'How much of its place each piece fills. At 1 they overlap.',
        unit: '×',
        step: 0.01,
        rank: 3,
        control: 'slider',
        group: 'Arrangement',
      }),
    ),
  sizes: z
    .enum(sizings)
    .default('even')
    .meta(
      about({
        title: 'Sizes',
        description:
          'even: all have the same room. similarity: the more like the first, the larger. rank: larger by their order of ' +
          'likeness. hero: the first is large and in front, in the middle.',
        rank: 4,
        control: 'choice',
        group: 'Arrangement',
      }),
    ),
  background: z
    .string()
    .regex(/^(none|#[0-9a-fA-F]{3}|#[0-9a-fA-F]{6})$/, 'a colour as in "#fff" or "#102030", or none')
    .default('#ffffff')
    .meta(
      about({
        title: 'Background',
        description: 'A colour, as in "#fff" or "#102030"; none: transparent where no piece is.',
        rank: 5,
        control: 'text',
        group: 'Picture',
      }),
    ),
  unlike: z
    .string()
    .max(2000)
    .default('')
    .meta(
      about({
        title: 'Unlike',
        description: 'Pieces that the others should not be like: ids or file names, with commas.',
        control: 'text',
        group: 'Pieces',
      }),
    ),
  color: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .meta(
      about({
        title: 'Colour',
        description: 'What counts as like: 0 the subject alone, 1 the colours alone, between them both.',
        step: 0.05,
        control: 'slider',
        group: 'Pieces',
      }),
    ),
  twins: z
    .boolean()
    .default(false)
    .meta(
      about({
        title: 'Twins',
        description: 'Takes pieces that are almost the same picture as another one too.',
        control: 'switch',
        group: 'Pieces',
      }),
    ),
  neighbours: z
    .enum(['map', 'imprints'])
    .default('map')
    .meta(
      about({
        title: 'Neighbours',
        description:
          'Who should lie beside whom: those that are near each other on the map of the collection, or those whose imprints ' +
          'are alike. The map makes calmer regions.',
        control: 'choice',
        group: 'Arrangement',
      }),
    ),
  shape: z
    .enum(shapes)
    .default('canvas')
    .meta(
      about({
        title: 'Shape',
        description: 'What the pieces fill. A picture given as the mask counts instead.',
        control: 'choice',
        group: 'Arrangement',
      }),
    ),
  margin: z
    .number()
    .min(0)
    .max(0.4)
    .default(0)
    .meta(
      about({
        title: 'Margin',
        description: 'What is left free at the sides, as a share of the shorter one.',
        step: 0.01,
        control: 'slider',
        group: 'Arrangement',
      }),
    ),
  overlap: z
    .number()
    .min(0)
    .max(0.5)
    .default(0.1)
    .meta(
      about({
        title: 'Overlap',
        description:
          'How much of each piece may lie on the places of its neighbours. 0: none, so that all stay small.',
        step: 0.01,
        control: 'slider',
        group: 'Arrangement',
      }),
    ),
  nestle: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .meta(
      about({
        title: 'Nestle',
        description:
          'How far pieces leave their places to slip into the holes between others. 0: not at all; 0.5: as far as neighbours ' +
          'stay beside each other; 1: most is covered, whoever is whose neighbour.',
        step: 0.05,
        control: 'slider',
        group: 'Arrangement',
      }),
    ),
  turn: z
    .number()
    .min(0)
    .max(180)
    .default(0)
    .meta(
      about({
        title: 'Turn to fit',
        description: 'How far a piece may be turned so that it fills its place better.',
        unit: '°',
        step: 5,
        control: 'slider',
        group: 'Arrangement',
      }),
    ),
  tilt: z
    .number()
    .min(0)
    .max(180)
    .default(0)
    .meta(
      about({
        title: 'Tilt',
        description: 'How far pieces are turned by chance, either way.',
        unit: '°',
        step: 1,
        control: 'slider',
        group: 'Arrangement',
      }),
    ),
  cut: z
    .enum(cuts)
    .default('none')
    .meta(
      about({
        title: 'Cut',
        description:
          'How pictures without transparency, such as photographs, are cut: not at all, to fill their places to the last ' +
          'corner (cell), or round (circle).',
        control: 'choice',
        group: 'Arrangement',
      }),
    ),
  shadow: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .meta(
      about({
        title: 'Shadow',
        description: 'How dark a soft shadow each piece throws on those below it, as cut paper does.',
        step: 0.05,
        control: 'slider',
        group: 'Picture',
      }),
    ),
  width: z
    .int()
    .min(16)
    .max(100_000)
    .default(1920)
    .meta(
      about({
        title: 'Width',
        description: 'Width of the collage, without bleed.',
        unit: 'px',
        control: 'slider',
        group: 'Picture',
      }),
    ),
  height: z
    .int()
    .min(16)
    .max(100_000)
    .default(1080)
    .meta(
      about({
        title: 'Height',
        description: 'Height of the collage, without bleed.',
        unit: 'px',
        control: 'slider',
        group: 'Picture',
      }),
    ),
  dpi: z
    .int()
    .min(10)
    .max(2400)
    .optional()
    .meta(
      about({
        title: 'Resolution',
        description: 'Pixels an inch on paper. 300 where nothing is said and paper is meant.',
        control: 'slider',
        group: 'Print',
      }),
    ),
  bleed: z
    .number()
    .min(0)
    .max(25)
    .default(0)
    .meta(
      about({
        title: 'Bleed',
        description:
          'How far the picture goes on beyond the cut on each side, for printing to the edge of the paper.',
        unit: 'mm',
        step: 0.5,
        control: 'slider',
        group: 'Print',
      }),
    ),
  frames: z
    .int()
    .min(1)
    .max(10_000)
    .default(1)
    .meta(
      about({
        title: 'Frames',
        description: 'More than one makes a film of the pieces on their way from the map to their places.',
        control: 'slider',
        group: 'Film',
      }),
    ),
  fps: z
    .number()
    .min(1)
    .max(60)
    .default(30)
    .meta(
      about({
        title: 'Frames a second',
        description: 'How fast the film plays.',
        control: 'slider',
        group: 'Film',
      }),
    ),
})

/** Complete parameters of `collage`. */
export type CollageParameters = z.infer<typeof collageParameters>
