/** The parameters of `dream`. Defaults are google/deepdream's where it has them. */
import { z } from 'zod'
import type { ParameterMeta } from '../instrument.ts'

const about = (meta: ParameterMeta): ParameterMeta & Record<string, unknown> => ({ ...meta })

/** The schema of `dream`'s parameters. */
export const dreamParameters = z.strictObject({
  layers: z
    .record(z.string().min(1), z.number().min(-10).max(10))
    .optional()
    .meta(
      about({
        title: 'Layers',
        description:
          'Which layers of the network are made stronger in the picture, and how much each counts against the others. ' +
          'Early layers draw lines and textures, late ones eyes and animals. ' +
          "Left out: the model's own choice, another one when there is a guide.",
        rank: 1,
        control: 'layers',
        group: 'Dream',
      }),
    ),
  octaves: z
    .int()
    .min(1)
    .max(12)
    .default(4)
    .meta(
      about({
        title: 'Octaves',
        description:
          'How many sizes the picture is dreamed at, from small to large. More octaves make larger shapes.',
        rank: 2,
        control: 'slider',
        group: 'Dream',
      }),
    ),
  steps: z
    .int()
    .min(1)
    .max(500)
    .default(10)
    .meta(
      about({
        title: 'Steps',
        description: 'How many times the picture is changed at each size.',
        rank: 3,
        control: 'slider',
        group: 'Dream',
      }),
    ),
  stepSize: z
    .number()
    .min(0)
    .max(32)
    .default(1.5)
    .meta(
      about({
        title: 'Step size',
        description: 'How far pixels move in one step, on average, on a scale of 255.',
        unit: '/255',
        step: 0.1,
        rank: 4,
        control: 'slider',
        group: 'Dream',
      }),
    ),
  octaveScale: z
    .number()
    .min(1.05)
    .max(4)
    .default(1.4)
    .meta(
      about({
        title: 'Octave scale',
        description: 'How much larger each size is than the one before.',
        unit: '×',
        step: 0.05,
        rank: 5,
        control: 'slider',
        group: 'Dream',
      }),
    ),
  maxSide: z
    .int()
    .min(16)
    .max(32_768)
    .optional()
    .meta(
      about({
        title: 'Longest side',
        description: 'Makes the picture smaller first, so that its longer side has at most this many pixels.',
        unit: 'px',
        control: 'slider',
        group: 'Picture',
      }),
    ),
  keepColors: z
    .boolean()
    .default(false)
    .meta(
      about({
        title: 'Keep colours',
        description: 'Takes only light and dark from the dream; colours stay those of the picture.',
        control: 'switch',
        group: 'Picture',
      }),
    ),
  model: z
    .string()
    .min(1)
    .default('inception')
    .meta(
      about({
        title: 'Network',
        description: 'The network that dreams: a built-in one, or one that you added.',
        control: 'model',
        group: 'Network',
      }),
    ),
  channels: z
    .string()
    .default('')
    .meta(
      about({
        title: 'Channels',
        description:
          'Dreams only some channels of a layer: "mixed4:12,40", "mixed4:strongest:3" or "mixed4:weakest:3"; ' +
          'several layers are separated by ";". Empty: all channels.',
        control: 'channels',
        group: 'Network',
      }),
    ),
  guideSize: z
    .int()
    .min(32)
    .max(1024)
    .default(256)
    .meta(
      about({
        title: 'Guide size',
        description:
          'The longer side at which the network looks at the guide. Smaller: its shapes come out larger.',
        unit: 'px',
        step: 16,
        control: 'slider',
        group: 'Network',
      }),
    ),
  match: z
    .enum(['direction', 'strength'])
    .default('direction')
    .meta(
      about({
        title: 'Guide match',
        description:
          'Each place of the picture is drawn towards the part of the guide that is most like it: in direction, whatever its ' +
          'strength, or by strength too, as in google/deepdream, where the strongest parts of the guide win.',
        control: 'choice',
        group: 'Network',
      }),
    ),
  jitter: z
    .int()
    .min(0)
    .max(512)
    .default(32)
    .meta(
      about({
        title: 'Jitter',
        description:
          'The picture is shifted at random by up to this much before each step, which hides the grid of the network.',
        unit: 'px',
        control: 'slider',
        group: 'Texture',
      }),
    ),
  smoothing: z
    .number()
    .min(0)
    .max(8)
    .default(0)
    .meta(
      about({
        title: 'Smoothing',
        description: 'Blurs each change before it is made, for softer, larger shapes. 0 is off.',
        unit: 'px',
        step: 0.1,
        control: 'slider',
        group: 'Texture',
      }),
    ),
  totalVariation: z
    .number()
    .min(0)
    .max(2)
    .default(0)
    .meta(
      about({
        title: 'Calm',
        description: 'Holds neighbouring pixels together (total variation), which takes away grain. 0 is off.',
        step: 0.05,
        control: 'slider',
        group: 'Texture',
      }),
    ),
  decorrelate: z
    .boolean()
    .default(false)
    .meta(
      about({
        title: 'Natural colours',
        description: 'Moves along the colours that photographs vary in, instead of red, green and blue one by one.',
        control: 'switch',
        group: 'Texture',
      }),
    ),
  fourier: z
    .number()
    .min(0)
    .max(1.5)
    .default(0)
    .meta(
      about({
        title: 'Broad strokes',
        description:
          "Steps are taken on the picture's waves, long ones farther than short ones by this power. 0 is off.",
        step: 0.05,
        control: 'slider',
        group: 'Texture',
      }),
    ),
  tile: z
    .int()
    .min(128)
    .max(2048)
    .default(512)
    .meta(
      about({
        title: 'Tile',
        description: 'Pictures larger than this are worked in overlapping tiles, so that memory stays bounded.',
        unit: 'px',
        step: 32,
        control: 'slider',
        group: 'Network',
      }),
    ),
  frames: z
    .int()
    .min(1)
    .max(100_000)
    .default(1)
    .meta(
      about({
        title: 'Frames',
        description:
          'More than one makes a film: each frame is dreamed from the one before, moved as below. ' +
          'For a film as input, the most frames to dream; 1 means all of them.',
        control: 'slider',
        group: 'Film',
      }),
    ),
  zoom: z
    .number()
    .min(-0.5)
    .max(0.5)
    .default(0.05)
    .meta(
      about({
        title: 'Zoom',
        description: 'How much closer each frame of a film is than the one before. Negative moves away.',
        step: 0.01,
        control: 'slider',
        group: 'Film',
      }),
    ),
  rotate: z
    .number()
    .min(-180)
    .max(180)
    .default(0)
    .meta(
      about({
        title: 'Turn',
        description: 'How far each frame of a film is turned, clockwise.',
        unit: '°',
        step: 0.5,
        control: 'slider',
        group: 'Film',
      }),
    ),
  panX: z
    .number()
    .min(-0.5)
    .max(0.5)
    .default(0)
    .meta(
      about({
        title: 'Move right',
        description: 'How far the view moves to the right with each frame, as a share of the width.',
        step: 0.005,
        control: 'slider',
        group: 'Film',
      }),
    ),
  panY: z
    .number()
    .min(-0.5)
    .max(0.5)
    .default(0)
    .meta(
      about({
        title: 'Move down',
        description: 'How far the view moves down with each frame, as a share of the height.',
        step: 0.005,
        control: 'slider',
        group: 'Film',
      }),
    ),
  blend: z
    .number()
    .min(0)
    .max(1)
    .default(0.85)
    .meta(
      about({
        title: 'Blend',
        description: 'For a film as input: the share of each new frame; the rest is the dream of the frame before.',
        step: 0.05,
        control: 'slider',
        group: 'Film',
      }),
    ),
  fps: z
    .number()
    .min(1)
    .max(60)
    .default(12)
    .meta(
      about({
        title: 'Frames a second',
        description: 'Speed of a film made from a picture; a film as input keeps its own.',
        control: 'slider',
        group: 'Film',
      }),
    ),
  sheet: z
    .string()
    .optional()
    .meta(
      about({
        title: 'Sheet',
        description:
          'Makes a labelled sheet instead of one picture: layers down, values of one number across, ' +
          'as in "mixed3,mixed4,mixed5 by stepSize=1,2,4".',
        control: 'sheet',
        group: 'Sheet',
      }),
    ),
})

/** Complete parameters of `dream`. */
export type DreamParameters = z.infer<typeof dreamParameters>
