/**
 * From a network's outputs to a colour, in both languages: the formulas of the exact kernel (`../kernel`).
 * HSV and HSL are written without cases; they are the same functions. OKLab: Björn Ottosson, 2020.
 */
import { srgbToOklab } from '@reverie/image'
import type { ColorMode, Coloring } from '../scene.ts'
import { literal, vector, type Dialect } from './dialect.ts'

/** Definitions of the functions that colour modes call, and of those that averaging samples calls. */
export function colorFunctions(dialect: Dialect, modes: readonly ColorMode[], averaged: boolean): string[] {
  const has = (...some: ColorMode[]): boolean => some.some((mode) => modes.includes(mode))
  return [
    ...(averaged || has('oklch', 'gradient') ? [encodeText(dialect)] : []),
    ...(averaged || has('palette') ? [decodeText(dialect)] : []),
    ...(has('hsv', 'hsl') ? [hueText(dialect)] : []),
    ...(has('oklch', 'gradient') ? [fromOklabText(dialect)] : []),
    ...(has('palette') ? [toOklabText(dialect)] : []),
  ]
}

/** Statements that make `color` (vec3, sRGB) of the outputs: `o` (vec4) clipped to 0 … 1, `turns` (vec4) their fractions. */
export function colorStatements(dialect: Dialect, coloring: Coloring): string[] {
  const { mode, colors = new Float32Array(3) } = coloring
  if (mode === 'oklch') return oklchStatements(dialect)
  if (mode === 'gradient') return gradientStatements(dialect, colors)
  if (mode === 'palette') return paletteStatements(dialect, colors)
  return [dialect.let('vec3', 'color', plainColors[mode])]
}

/** Modes that are one expression. */
export const plainColors = {
  bw: 'vec3(o.x)',
  rgb: 'o.xyz',
  cmyk: '(vec3(1.0) - o.xyz) * abs(2.0 * o.w - 1.0)',
  hsv: 'o.z * mix(vec3(1.0), hueColor(turns.x), o.y)',
  hsl: 'vec3(o.z) + (hueColor(turns.x) - vec3(0.5)) * (o.y * (1.0 - abs(2.0 * o.z - 1.0)))',
} as const satisfies Partial<Record<ColorMode, string>>

/** `encoded`: linear light to sRGB. */
const encodeText = (dialect: Dialect): string =>
  dialect.function('encoded', { light: 'vec3' }, 'vec3', [
    dialect.let('vec3', 'c', 'clamp(light, vec3(0.0), vec3(1.0))'),
    dialect.let('vec3', 'curve', '1.055 * pow(max(c, vec3(0.0031308)), vec3(0.416666667)) - vec3(0.055)'),
    'return mix(curve, 12.92 * c, step(c, vec3(0.0031308)));',
  ])

/** `decoded`: sRGB to linear light. */
const decodeText = (dialect: Dialect): string =>
  dialect.function('decoded', { c: 'vec3' }, 'vec3', [
    dialect.let('vec3', 'curve', 'pow((max(c, vec3(0.04045)) + vec3(0.055)) / 1.055, vec3(2.4))'),
    'return mix(curve, c / 12.92, step(c, vec3(0.04045)));',
  ])

/** `hueColor`: the pure colour of a hue, which is a share of a turn. */
const hueText = (dialect: Dialect): string =>
  dialect.function('hueColor', { hue: 'float' }, 'vec3', [
    dialect.let('vec3', 'sector', 'fract(vec3(hue) + vec3(0.0, 0.666666667, 0.333333333)) * 6.0'),
    'return clamp(abs(sector - vec3(3.0)) - vec3(1.0), vec3(0.0), vec3(1.0));',
  ])

/** `lightOf`: OKLab to linear light, which may be outside 0 to 1. */
const fromOklabText = (dialect: Dialect): string =>
  dialect.function('lightOf', { lab: 'vec3' }, 'vec3', [
    dialect.let(
      'vec3',
      'root',
      `vec3(lab.x) + lab.y * ${vector([0.3963377774, -0.1055613458, -0.0894841775])}` +
        ` + lab.z * ${vector([0.2158037573, -0.0638541728, -1.291485548])}`,
    ),
    dialect.let('vec3', 'cones', 'root * root * root'),
    `return cones.x * ${vector([4.0767416621, -1.2684380046, -0.0041960863])}` +
      ` + cones.y * ${vector([-3.3077115913, 2.6097574011, -0.7034186147])}` +
      ` + cones.z * ${vector([0.2309699292, -0.3413193965, 1.707614701])};`,
  ])

/** `labOf`: linear light to OKLab. */
const toOklabText = (dialect: Dialect): string =>
  dialect.function('labOf', { light: 'vec3' }, 'vec3', [
    dialect.let(
      'vec3',
      'cones',
      `light.x * ${vector([0.4122214708, 0.2119034982, 0.0883024619])}` +
        ` + light.y * ${vector([0.5363325363, 0.6806995451, 0.2817188376])}` +
        ` + light.z * ${vector([0.0514459929, 0.1073969566, 0.6299787005])}`,
    ),
    dialect.let('vec3', 'root', 'pow(max(cones, vec3(0.0)), vec3(0.333333333))'),
    `return root.x * ${vector([0.2104542553, 1.9779984951, 0.0259040371])}` +
      ` + root.y * ${vector([0.793617785, -2.428592205, 0.7827717662])}` +
      ` + root.z * ${vector([-0.0040720468, 0.4505937099, -0.808675766])};`,
  ])

/** Where sRGB has no such colour, with the chroma that remains: 10 halvings between grey and the colour. */
function oklchStatements(dialect: Dialect): string[] {
  return [
    dialect.let('vec4', 'angle', 'vec4(turns.z * 6.28318531)'),
    dialect.let('vec2', 'direction', '0.33 * o.y * vec2(cosine(angle).x, sine(angle).x)'),
    dialect.let('float', 'lightness', '0.25 + 0.7 * o.x'),
    dialect.variable('float', 'inside', '0.0'),
    dialect.variable('float', 'outside', '1.0'),
    dialect.variable('float', 'part', '1.0'),
    dialect.loop('halving', '11.0', [
      dialect.let('vec3', 'light', 'lightOf(vec3(lightness, direction * part))'),
      dialect.let('float', 'least', 'min(min(light.x, light.y), light.z)'),
      dialect.let('float', 'most', 'max(max(light.x, light.y), light.z)'),
      dialect.let('float', 'exists', 'step(-0.00001, least) * step(most, 1.00001)'),
      'inside = mix(inside, part, exists);',
      'outside = mix(part, outside, exists);',
      'part = 0.5 * (inside + outside);',
    ]),
    dialect.let('vec3', 'color', 'encoded(lightOf(vec3(lightness, direction * inside)))'),
  ]
}

/** Equally spaced colours; each stretch replaces the one before from where it begins. */
function gradientStatements(dialect: Dialect, colors: Float32Array): string[] {
  const labs = labsOf(colors)
  return [
    dialect.variable('vec3', 'lab', vector(labs[0]!)),
    dialect.let('float', 'place', `o.x * ${literal(labs.length - 1)}`),
    ...labs
      .slice(1)
      .map((lab, index) => `lab = mix(lab, ${vector(lab)}, clamp(place - ${literal(index)}, 0.0, 1.0));`),
    dialect.let('vec3', 'color', 'encoded(lightOf(lab))'),
  ]
}

function paletteStatements(dialect: Dialect, colors: Float32Array): string[] {
  return [
    dialect.let('vec3', 'lab', 'labOf(decoded(o.xyz))'),
    dialect.variable('vec4', 'best', 'vec4(0.0, 0.0, 0.0, 1e30)'),
    ...labsOf(colors).flatMap((lab, index) => [
      dialect.let('vec3', `d${index}`, `lab - ${vector(lab)}`),
      `best = ${dialect.select(`dot(d${index}, d${index}) < best.w`, `vec4(${vector(colors.subarray(index * 3, index * 3 + 3))}, dot(d${index}, d${index}))`, 'best')};`,
    ]),
    dialect.let('vec3', 'color', 'best.xyz'),
  ]
}

/** Colours in OKLab. */
export function labsOf(colors: Float32Array): (readonly [number, number, number])[] {
  return Array.from({ length: colors.length / 3 }, (_, index) =>
    srgbToOklab([colors[index * 3]!, colors[index * 3 + 1]!, colors[index * 3 + 2]!]),
  )
}
