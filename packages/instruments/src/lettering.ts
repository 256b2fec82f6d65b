/**
 * Small lettering for labels, drawn by ourselves: sheets then look the same, to the pixel, in Node and in browsers,
 * and need no font on the machine.
 *
 * A letter is a few strokes on a grid 4 units wide; capitals reach from 0 to 6, small letters from 2 to 6, descenders
 * to 8. A stroke is a run of points, two digits each: column, row. One point twice is a dot. Strokes are drawn round,
 * with the exact distance to their line as anti-aliasing, so any size is smooth.
 */

const strokes: Readonly<Record<string, string>> = {
  '0': '10 30 41 45 36 16 05 01 10',
  '1': '01 20 26',
  '2': '01 10 30 41 42 06 46',
  '3': '01 10 30 41 42 33 23|33 44 45 36 16 05',
  '4': '46 40 04 44',
  '5': '40 00 03 33 44 45 36 06',
  '6': '40 20 02 05 16 36 45 44 33 03',
  '7': '00 40 16',
  '8': '10 30 41 42 33 13 02 01 10|13 04 05 16 36 45 44 33',
  '9': '43 13 02 01 10 30 41 44 26 06',
  a: '12 32 43 46|44 14 05 16 36 45',
  b: '00 06|03 12 32 43 45 36 16 05',
  c: '43 32 12 03 05 16 36 45',
  d: '40 46|43 32 12 03 05 16 36 45',
  e: '04 44 43 32 12 03 05 16 36 45',
  f: '30 20 11 16|02 32',
  g: '42 47 38 18 07|43 32 12 03 05 16 36 45',
  h: '00 06|03 12 32 43 46',
  i: '22 26|20 20',
  j: '32 37 28 18|30 30',
  k: '00 06|32 04|13 46',
  l: '20 25 36',
  m: '02 06|03 12 23 26|23 32 43 46',
  n: '02 06|03 12 32 43 46',
  o: '12 32 43 45 36 16 05 03 12',
  p: '02 08|03 12 32 43 45 36 16 05',
  q: '42 48|43 32 12 03 05 16 36 45',
  r: '02 06|04 12 32',
  s: '42 12 03 14 34 45 36 06',
  t: '10 15 26 36|02 32',
  u: '02 05 16 36 45|42 46',
  v: '02 26 42',
  w: '02 16 23 36 42',
  x: '02 46|42 06',
  y: '02 26|42 18 08',
  z: '02 42 06 46',
  A: '06 20 46|14 34',
  B: '00 06 36 45 44 33 03|33 42 41 30 00',
  C: '41 30 10 01 05 16 36 45',
  D: '00 06 26 44 42 20 00',
  E: '40 00 06 46|03 33',
  F: '40 00 06|03 33',
  G: '41 30 10 01 05 16 36 45 43 23',
  H: '00 06|40 46|03 43',
  I: '20 26',
  J: '40 45 36 16 05',
  K: '00 06|40 03 46',
  L: '00 06 46',
  M: '06 00 23 40 46',
  N: '06 00 46 40',
  O: '10 30 41 45 36 16 05 01 10',
  P: '06 00 30 41 42 33 03',
  Q: '10 30 41 45 36 16 05 01 10|34 46',
  R: '06 00 30 41 42 33 03|23 46',
  S: '41 30 10 01 02 13 33 44 45 36 16 05',
  T: '00 40|20 26',
  U: '00 05 16 36 45 40',
  V: '00 26 40',
  W: '00 16 22 36 40',
  X: '00 46|40 06',
  Y: '00 23 40|23 26',
  Z: '00 40 06 46',
  '.': '26 26',
  ',': '26 17',
  ':': '23 23|26 26',
  ';': '23 23|26 17',
  '-': '14 34',
  _: '07 47',
  '/': '40 06',
  '=': '03 43|05 45',
  '+': '22 26|04 44',
  '×': '12 34|32 14',
  '%': '40 06|00 11|35 46',
  '(': '20 02 04 26',
  ')': '00 22 24 06',
  '[': '20 00 06 26',
  ']': '00 20 26 06',
  '?': '01 10 30 41 42 24|26 26',
  '#': '10 16|30 36|02 42|04 44',
  '°': '10 21 12 01 10',
  '·': '24 24',
  "'": '20 21',
}

/** What stands for a letter that is not in the table. */
const UNKNOWN = '00 40 46 06 00'

/** Height of a line in grid units, from the top of capitals to below descenders. */
const LINE = 9

interface Stroke {
  readonly points: readonly (readonly [number, number])[]
}

/** Lettered text: how much ink covers each pixel, 0 to 1. */
export interface Lettering {
  readonly width: number
  readonly height: number
  readonly ink: Float32Array
}

/**
 * Draws one line of text.
 * @param height of the line in pixels; capitals take two thirds of it
 */
export function letter(text: string, height: number): Lettering {
  const unit = height / LINE
  const drawn: Stroke[] = []
  let at = 0.5
  // Accents are laid aside; letters beyond the table show as boxes.
  for (const character of text.normalize('NFD').replace(/\p{Mark}/gu, '')) {
    if (character === ' ') {
      at += 3
      continue
    }
    const glyph = (strokes[character] ?? UNKNOWN)
      .split('|')
      .map((run) => run.split(' ').map((pair) => [Number(pair[0]), Number(pair[1])] as const))
    const columns = glyph.flat().map(([column]) => column)
    const left = Math.min(...columns)
    for (const run of glyph) drawn.push({ points: run.map(([x, y]) => [at + x - left, y + 0.5]) })
    at += Math.max(...columns) - left + 1.9
  }
  const width = Math.max(1, Math.ceil(at * unit))
  const ink = new Float32Array(width * height)
  const radius = Math.max(0.55, 0.42 * unit)
  for (const { points } of drawn) {
    for (let index = 1; index < points.length; index++) {
      drawLine(ink, width, height, scaled(points[index - 1]!, unit), scaled(points[index]!, unit), radius)
    }
  }
  return { width, height, ink }
}

const scaled = ([x, y]: readonly [number, number], unit: number): [number, number] => [x * unit, y * unit]

function drawLine(
  ink: Float32Array,
  width: number,
  height: number,
  [x0, y0]: [number, number],
  [x1, y1]: [number, number],
  radius: number,
): void {
  const reach = radius + 1
  const squared = (x1 - x0) ** 2 + (y1 - y0) ** 2
  for (
    let y = Math.max(0, Math.floor(Math.min(y0, y1) - reach));
    y < Math.min(height, Math.max(y0, y1) + reach);
    y++
  ) {
    for (
      let x = Math.max(0, Math.floor(Math.min(x0, x1) - reach));
      x < Math.min(width, Math.max(x0, x1) + reach);
      x++
    ) {
      const along = squared === 0 ? 0 : ((x + 0.5 - x0) * (x1 - x0) + (y + 0.5 - y0) * (y1 - y0)) / squared
      const share = Math.min(1, Math.max(0, along))
      const distance = Math.hypot(x + 0.5 - x0 - share * (x1 - x0), y + 0.5 - y0 - share * (y1 - y0))
      const cover = Math.min(1, Math.max(0, radius + 0.5 - distance))
      const pixel = y * width + x
      if (cover > ink[pixel]!) ink[pixel] = cover
    }
  }
}
