/** The parameters of `pattern`. */
import { z } from 'zod'
import type { ParameterMeta } from '../instrument.ts'
import { colorModes, symmetries } from './scene.ts'

const about = (meta: ParameterMeta): ParameterMeta & Record<string, unknown> => ({ ...meta })

/** What hidden units can be told to do: one activation for all, or a mixture drawn unit by unit. */
export const activationChoices = [
  'tanh',
  'sin',
  'cos',
  'gaussian',
  'relu',
  'softplus',
  'sigmoid',
  'abs',
  'step',
  'composite',
  'mixed',
] as const

/** How the plane is measured: see `coordinates.ts`. */
const coordinateChoices = ['centred', 'netart', 'cppn-tensorflow', 'lucid'] as const

/** The schema of `pattern`'s parameters. */
export const patternParameters = z.strictObject({
  color: z
    .enum(colorModes)
    .default('gradient')
    .meta(
      about({
        title: 'Colour',
        description:
          "What the network's outputs mean: black and white, red, green and blue, printing inks, hue with saturation and " +
          'lightness (hsv, hsl, oklch), a place on a gradient, or the nearest colour of a palette.',
        rank: 1,
        control: 'choice',
        group: 'Colour',
      }),
    ),
  activation: z
    .enum(activationChoices)
    .default('tanh')
    .meta(
      about({
        title: 'Character',
        description:
          'What each unit makes of what it hears. tanh: flowing bands; sin and cos: ripples; gaussian: soft spots; ' +
          'relu and abs: facets and folds; step: cut paper; composite: lacquer; mixed: another for every unit.',
        rank: 2,
        control: 'choice',
        group: 'Network',
      }),
    ),
  units: z
    .int()
    .min(1)
    .max(256)
    .default(16)
    .meta(
      about({
        title: 'Size',
        description: 'How many units stand side by side in each layer. Few draw plain shapes, many draw rich ones.',
        rank: 3,
        control: 'slider',
        group: 'Network',
      }),
    ),
  depth: z
    .int()
    .min(1)
    .max(64)
    .default(8)
    .meta(
      about({
        title: 'Depth',
        description: 'How many layers follow the first one. Each folds the picture once more.',
        rank: 4,
        control: 'slider',
        group: 'Network',
      }),
    ),
  gain: z
    .number()
    .min(0.05)
    .max(5)
    .default(1)
    .meta(
      about({
        title: 'Intensity',
        description:
          'How strongly units listen to each other. Less gives calm and wide shapes, more gives fine and restless ones.',
        unit: '×',
        step: 0.05,
        rank: 5,
        control: 'slider',
        group: 'Network',
      }),
    ),
  latents: z
    .int()
    .min(1)
    .max(64)
    .default(2)
    .meta(
      about({
        title: 'Latent numbers',
        description: 'How many numbers, besides the place in the picture, the network can be played with.',
        control: 'slider',
        group: 'Latents',
      }),
    ),
  z: z
    .array(z.number().min(-10).max(10))
    .max(64)
    .optional()
    .meta(
      about({
        title: 'Latents',
        description:
          'The latent numbers themselves: near ones give similar pictures, and moving them makes the picture flow. ' +
          'Those left out are drawn from the seed, between −1 and 1.',
        step: 0.001,
        control: 'latents',
        group: 'Latents',
      }),
    ),
  skips: z
    .enum(['none', 'residual', 'dense'])
    .default('none')
    .meta(
      about({
        title: 'Skips',
        description:
          'none: each layer reads the one before. residual: it adds to it, so that deep networks stay calm. ' +
          'dense: it reads all layers before and the place itself, so that small and large forms mix.',
        control: 'choice',
        group: 'Network',
      }),
    ),
  activations: z
    .string()
    .default('')
    .meta(
      about({
        title: 'Character by layer',
        description:
          'Another character for each layer, the first one first, as in "tanh,sin,gaussian"; the list starts again when ' +
          'there are more layers. Empty: the character above for all.',
        control: 'text',
        group: 'Network',
      }),
    ),
  bias: z
    .number()
    .min(0)
    .max(3)
    .default(0)
    .meta(
      about({
        title: 'Bias',
        description:
          'How far units lean to one side by themselves. It makes forms less alike and moves them off the middle.',
        step: 0.05,
        control: 'slider',
        group: 'Network',
      }),
    ),
  influence: z
    .number()
    .min(0)
    .max(5)
    .default(1)
    .meta(
      about({
        title: 'Influence of the picture',
        description: 'How strongly the extra picture, if there is one, leads the pattern. 0: not at all.',
        unit: '×',
        step: 0.05,
        control: 'slider',
        group: 'Network',
      }),
    ),
  palette: z
    .string()
    .default('')
    .meta(
      about({
        title: 'Palette',
        description:
          'The colours of a gradient or palette: the name of a built-in one, or your own, as in "#102030,#e07a5f,#fff". ' +
          'Empty: those of the picture that is given for it, or else a built-in one that the seed chooses.',
        control: 'palette',
        group: 'Colour',
      }),
    ),
  alpha: z
    .enum(['off', 'netart', 'full'])
    .default('off')
    .meta(
      about({
        title: 'Transparency',
        description:
          'off: opaque. full: one more output of the network says how opaque each pixel is. netart: most opaque ' +
          'where that output is halfway, and never less than a quarter.',
        control: 'choice',
        group: 'Colour',
      }),
    ),
  zoom: z
    .number()
    .min(0.01)
    .max(100)
    .default(1)
    .meta(
      about({
        title: 'Zoom',
        description: 'How close the view is. Below 1 it shows more of the plane.',
        unit: '×',
        step: 0.01,
        control: 'slider',
        group: 'View',
      }),
    ),
  panX: z
    .number()
    .min(-100)
    .max(100)
    .default(0)
    .meta(
      about({
        title: 'Move right',
        description: 'Where the middle of the view is, in half short sides of the picture at zoom 1.',
        step: 0.01,
        control: 'slider',
        group: 'View',
      }),
    ),
  panY: z
    .number()
    .min(-100)
    .max(100)
    .default(0)
    .meta(
      about({
        title: 'Move down',
        description: 'Where the middle of the view is, in half short sides of the picture at zoom 1.',
        step: 0.01,
        control: 'slider',
        group: 'View',
      }),
    ),
  rotate: z
    .number()
    .min(-360)
    .max(360)
    .default(0)
    .meta(
      about({
        title: 'Turn',
        description: 'How far the plane is turned under the view.',
        unit: '°',
        step: 0.5,
        control: 'slider',
        group: 'View',
      }),
    ),
  symmetry: z
    .enum(symmetries)
    .default('none')
    .meta(
      about({
        title: 'Symmetry',
        description:
          'Folds the plane: one mirror upright (mirror-x) or level (mirror-y), both (mirror), a form repeated around the ' +
          'middle (rotation), or the same with mirrors (kaleidoscope).',
        control: 'choice',
        group: 'View',
      }),
    ),
  order: z
    .int()
    .min(2)
    .max(24)
    .default(6)
    .meta(
      about({
        title: 'Sectors',
        description: 'How many times rotation and kaleidoscope repeat around the middle.',
        control: 'slider',
        group: 'View',
      }),
    ),
  tile: z
    .boolean()
    .default(false)
    .meta(
      about({
        title: 'Seamless tile',
        description: 'The right edge goes on at the left and the lower one at the upper, for wallpaper and cloth.',
        control: 'switch',
        group: 'View',
      }),
    ),
  coordinates: z
    .enum(coordinateChoices)
    .default('centred')
    .meta(
      about({
        title: 'Coordinates',
        description:
          'How the plane is measured, for networks from elsewhere: centred (−1 to 1 on the shorter side), netart (±0.5), ' +
          'cppn-tensorflow (±8) or lucid (±√3, without the distance from the middle).',
        control: 'choice',
        group: 'View',
      }),
    ),
  range: z
    .number()
    .min(0.01)
    .max(100)
    .optional()
    .meta(
      about({
        title: 'Range',
        description:
          'How far the plane reaches from the middle to the nearer edges, instead of what the coordinates say.',
        step: 0.01,
        control: 'slider',
        group: 'View',
      }),
    ),
  width: z
    .int()
    .min(1)
    .max(100_000)
    .default(1080)
    .meta(
      about({
        title: 'Width',
        description: 'Width of the picture. The pattern is the same at every size.',
        unit: 'px',
        control: 'slider',
        group: 'Picture',
      }),
    ),
  height: z
    .int()
    .min(1)
    .max(100_000)
    .default(1080)
    .meta(
      about({
        title: 'Height',
        description: 'Height of the picture. More of the plane is seen along the longer side.',
        unit: 'px',
        control: 'slider',
        group: 'Picture',
      }),
    ),
  samples: z
    .int()
    .min(1)
    .max(4)
    .default(1)
    .meta(
      about({
        title: 'Smooth edges',
        description:
          'Each pixel is the mean of this many points across and as many down: finer edges for more time (2 takes four times as long).',
        control: 'slider',
        group: 'Picture',
      }),
    ),
  levels: z
    .int()
    .min(2)
    .max(64)
    .default(12)
    .meta(
      about({
        title: 'Contour levels',
        description: 'For a vector drawing: how many steps from dark to light its contours show.',
        control: 'slider',
        group: 'Picture',
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
        description: 'More than one makes a loop: the latents go once around, and the last frame meets the first.',
        control: 'slider',
        group: 'Loop',
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
        description: 'How fast the loop plays.',
        control: 'slider',
        group: 'Loop',
      }),
    ),
  swing: z
    .number()
    .min(0)
    .max(3)
    .default(0.5)
    .meta(
      about({
        title: 'Swing',
        description: 'How far the latents go from where they start.',
        step: 0.05,
        control: 'slider',
        group: 'Loop',
      }),
    ),
  turns: z
    .int()
    .min(1)
    .max(12)
    .default(1)
    .meta(
      about({
        title: 'Turns',
        description:
          'The way the latents take: 1 is a circle, 2 a figure of eight, more crosses itself more often.',
        control: 'slider',
        group: 'Loop',
      }),
    ),
  path: z
    .string()
    .optional()
    .meta(
      about({
        title: 'Path',
        description:
          'Where the latents go in a loop, in place of the way that swing and turns give: places one after another with a number ' +
          'for each latent, as in "0,0.5; 0.2,-0.4; 1,0". The loop passes through all of them and comes back to the first.',
        control: 'text',
        group: 'Loop',
      }),
    ),
  variations: z
    .int()
    .min(0)
    .max(25)
    .default(0)
    .meta(
      about({
        title: 'Variations',
        description:
          'Makes a sheet of so many variations instead of one picture, 9 or 25 at best, with the work itself in the middle. ' +
          '0: no sheet.',
        control: 'sheet',
        group: 'Sheet',
      }),
    ),
  compat: z
    .enum(['none', 'netart'])
    .default('none')
    .meta(
      about({
        title: 'Compatibility',
        description:
          'netart: in every byte what netart-js draws from this seed, a square as wide as Width, in its colours (bw, rgb, ' +
          'cmyk, hsv, hsl) and with its transparency (off, netart). Size, depth, intensity and latents count too; all else ' +
          'is left aside.',
        control: 'choice',
        group: 'Network',
      }),
    ),
})

/** Complete parameters of `pattern`. */
export type PatternParameters = z.infer<typeof patternParameters>
