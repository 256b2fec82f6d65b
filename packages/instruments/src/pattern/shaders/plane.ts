/**
 * From a pixel to what the network reads, in both languages: the plane of `../scene.ts` as the exact kernel has it.
 *
 * Expressions use `pixel`, which runs from the upper left corner and is at .5 in the middle of a pixel, `size`, and the
 * plane's numbers: `planeTurn` (a matrix by rows), `planeMove`, and `samples` a side.
 */
import type { Plane, Symmetry } from '../scene.ts'
import { vector, type Dialect } from './dialect.ts'
import type { FeatureGroup } from './plan.ts'

/** The plane's affine map: a matrix by rows, and what is added. */
export function planeNumbers({ range, zoom, panX, panY, rotate }: Plane): {
  readonly turn: readonly [number, number, number, number]
  readonly move: readonly [number, number]
} {
  const angle = (rotate / 180) * Math.PI
  const cosine = (Math.cos(angle) * range) / zoom
  const sine = (Math.sin(angle) * range) / zoom
  return { turn: [cosine, -sine, sine, cosine], move: [panX * range, panY * range] }
}

/** The point of the plane (vec2). */
export const pointText = {
  centred:
    'vec2(dot(planeTurn.xy, 2.0 * pixel - size), dot(planeTurn.zw, 2.0 * pixel - size)) / min(size.x, size.y) + planeMove',
  // From the upper left corner of a pixel or sample.
  netart: '((pixel - vec2(0.5 / samples)) / size - vec2(0.5)).yx',
} as const satisfies Record<Plane['coordinates'], string>

/** Statements that fold `point`. */
export function foldStatements(dialect: Dialect, symmetry: Symmetry, order: number): string[] {
  const folds: Readonly<Record<Symmetry, () => string[]>> = {
    none: () => [],
    'mirror-x': () => ['point.x = abs(point.x);'],
    'mirror-y': () => ['point.y = abs(point.y);'],
    mirror: () => ['point = abs(point);'],
    rotation: () => powerStatements(dialect, order),
    kaleidoscope: () => ['point.y = abs(point.y);', ...mirrorStatements(order)],
  }
  return folds[symmetry]()
}

/** Mirrors at halves of the angle that is left, the last at 180° / order. */
function mirrorStatements(order: number): string[] {
  const count = Math.ceil(Math.log2(order))
  return Array.from({ length: count }, (_, index) => {
    const angle = (2 ** (count - 1 - index) * Math.PI) / order
    return mirrorStatement(vector([Math.sin(angle), -Math.cos(angle)]))
  })
}

/** Mirrors `point` in the line through the middle across which `normal` (vec2, of length 1) points inwards. */
export const mirrorStatement = (normal: string): string =>
  `point = point - 2.0 * min(dot(point, ${normal}), 0.0) * ${normal};`

/** (x + iy)ⁿ / rⁿ⁻¹: the angle times n, by squaring on the unit circle. */
function powerStatements(dialect: Dialect, order: number): string[] {
  return [
    dialect.let('float', 'reach', 'max(length(point), 1e-30)'),
    dialect.let('vec2', 'unit', 'point / reach'),
    dialect.variable('vec2', 'power', 'unit'),
    ...Array.from(order.toString(2).slice(1)).flatMap((bit) => [
      squareStatement,
      ...(bit === '1' ? [timesUnitStatement] : []),
    ]),
    'point = reach * power;',
  ]
}

/** Complex products of {@link powerStatements}. */
export const squareStatement = 'power = vec2(power.x * power.x - power.y * power.y, 2.0 * power.x * power.y);'
export const timesUnitStatement =
  'power = vec2(power.x * unit.x - power.y * unit.y, power.x * unit.y + power.y * unit.x);'

/** The block of a group of features (vec4). `pictureAt(place)` is the extra picture's colour; a mirror folds the tile too. */
export function groupText(group: FeatureGroup, symmetry: Symmetry): string {
  const sineX = symmetry === 'mirror-x' || symmetry === 'mirror' ? 'abs(sine(turn).x)' : 'sine(turn).x'
  const sineY = symmetry === 'mirror-y' || symmetry === 'mirror' ? 'abs(sine(turn).y)' : 'sine(turn).y'
  const texts: Readonly<Record<FeatureGroup, string>> = {
    plane: 'vec4(point, length(point), 0.0)',
    tile: `vec4(${sineX}, cosine(turn).x, ${sineY}, cosine(turn).y)`,
    picture: 'vec4(pictureAt(pixel / size), 0.0)',
  }
  return texts[group]
}

/** What the text of a tile's group needs before it. */
export const turnStatement = (dialect: Dialect): string =>
  dialect.let('vec4', 'turn', 'vec4(pixel / size * 6.28318531, 0.0, 0.0)')
