/** The kernel's colours once more, one pixel at a time. */
import type { Coloring } from '../../src/pattern/scene.ts'
import { clamp, fromLinear, power, sine, toLinear } from './reference-functions.ts'

const f = Math.fround
type Triple = readonly [number, number, number]

/** Red, green and blue (all the same in `bw`) of a network's outputs, 0 to 1, and alpha. */
export function colorOf(outputs: readonly number[], coloring: Coloring): [...Triple, number] {
  const o = outputs.map(clamp)
  const turn = (index: number): number => clamp(f(outputs[index]! - Math.floor(outputs[index]!)))
  return [...modes[coloring.mode](o, turn, coloring), alphaOf(o, coloring)]
}

function alphaOf(o: readonly number[], { mode, alpha }: Coloring): number {
  if (alpha === 'off') return 1
  const value = o[mode === 'bw' || mode === 'gradient' ? 1 : mode === 'cmyk' ? 4 : 3]!
  return alpha === 'full' ? value : f(0.25 + f(0.75 * f(1 - Math.abs(f(f(2 * value) - 1)))))
}

const modes: Readonly<
  Record<Coloring['mode'], (o: readonly number[], turn: (index: number) => number, coloring: Coloring) => Triple>
> = {
  bw: (o) => [o[0]!, o[0]!, o[0]!],
  rgb: (o) => [o[0]!, o[1]!, o[2]!],
  cmyk: (o) => {
    const key = Math.abs(f(f(2 * o[3]!) - 1))
    return [f(f(1 - o[0]!) * key), f(f(1 - o[1]!) * key), f(f(1 - o[2]!) * key)]
  },
  hsv: (o, turn) => {
    const chroma = f(o[2]! * o[1]!)
    const channel = (start: number): number => {
      const k = sector(turn(0), start, 6)
      return f(o[2]! - f(chroma * clamp(Math.min(k, f(4 - k)))))
    }
    return [channel(5), channel(3), channel(1)]
  },
  hsl: (o, turn) => {
    const chroma = f(o[1]! * Math.min(o[2]!, f(1 - o[2]!)))
    const channel = (start: number): number => {
      const k = sector(turn(0), start, 12)
      return f(o[2]! - f(chroma * Math.max(Math.min(f(k - 3), f(9 - k), 1), -1)))
    }
    return [channel(0), channel(8), channel(4)]
  },
  oklch: (o, turn) => {
    const lightness = f(f(o[0]! * f(0.7)) + 0.25)
    const chroma = f(o[1]! * f(0.33))
    const angle = f(turn(2) * f(2 * Math.PI))
    const a = f(chroma * sine(angle, 1))
    const b = f(chroma * sine(angle, 0))
    const light = (part: number): Triple => lightOfLab([lightness, f(a * part), f(b * part)])
    const exists = (part: number): boolean =>
      Math.min(...light(part)) >= f(-1e-5) && Math.max(...light(part)) <= f(1.00001)
    let inside = exists(1) ? 1 : 0
    let outside = 1
    for (let step = 0; step < 10; step++) {
      const middle = f(f(inside + outside) * 0.5)
      if (exists(middle)) inside = middle
      else outside = middle
    }
    return light(inside).map((value) => fromLinear(clamp(value))) as unknown as Triple
  },
  gradient: (o, _turn, { colors }) => {
    const end = rampEnd(colors!)
    const place = f(o[0]! * end)
    const step = Math.min(Math.floor(place), end - 1)
    const [near, far] = [ramp(colors!, step), ramp(colors!, step + 1)]
    const part = f(place - step)
    return near.map((value, index) => f(value + f(f(far[index]! - value) * part))) as unknown as Triple
  },
  palette: (o, _turn, { colors }) => {
    const wanted = labOfColor([o[0]!, o[1]!, o[2]!])
    let least = Infinity
    let found: Triple = [0, 0, 0]
    for (let index = 0; index < colors!.length; index += 3) {
      const color = Array.from(colors!.subarray(index, index + 3)) as unknown as Triple
      const lab = labOfColor(color)
      const [l, a, b] = wanted.map((value, channel) => f(value - lab[channel]!)) as unknown as Triple
      const distance = f(f(f(l * l) + f(a * a)) + f(b * b))
      if (distance < least) [least, found] = [distance, color]
    }
    return found
  },
}

/** Steps of a gradient's ramp: up to 1,023, as many between every two colours. */
function rampEnd(colors: Float32Array): number {
  const gaps = Math.max(colors.length / 3 - 1, 1)
  return gaps * Math.floor(1023 / gaps)
}

/** The colour after `step` steps. */
function ramp(colors: Float32Array, step: number): Triple {
  const count = colors.length / 3
  const between = rampEnd(colors) / Math.max(count - 1, 1)
  const before = Math.min(Math.floor(step / between), count - 1)
  const part = f((step - before * between) / between)
  const lab = (index: number): Triple =>
    labOfColor(Array.from(colors.subarray(index * 3, index * 3 + 3)) as unknown as Triple)
  const [near, far] = [lab(before), lab(Math.min(before + 1, count - 1))]
  const mixed = near.map((value, index) => f(value + f(f(far[index]! - value) * part))) as unknown as Triple
  return lightOfLab(mixed).map((value) => fromLinear(clamp(value))) as unknown as Triple
}

function sector(turn: number, start: number, sectors: number): number {
  const place = f(f(turn * sectors) + start)
  return place >= sectors ? f(place - sectors) : place
}

const weighted = ([x, y, z]: Triple, a: number, b: number, c: number): number =>
  f(f(f(x * f(a)) + f(y * f(b))) + f(z * f(c)))

function labOfColor(color: Triple): Triple {
  const light = color.map(toLinear) as unknown as Triple
  const cones: Triple = [
    power(weighted(light, 0.4122214708, 0.5363325363, 0.0514459929), 1 / 3),
    power(weighted(light, 0.2119034982, 0.6806995451, 0.1073969566), 1 / 3),
    power(weighted(light, 0.0883024619, 0.2817188376, 0.6299787005), 1 / 3),
  ]
  return [
    weighted(cones, 0.2104542553, 0.793617785, -0.0040720468),
    weighted(cones, 1.9779984951, -2.428592205, 0.4505937099),
    weighted(cones, 0.0259040371, 0.7827717662, -0.808675766),
  ]
}

function lightOfLab(lab: Triple): Triple {
  const cube = (x: number): number => f(f(x * x) * x)
  const cones: Triple = [
    cube(weighted(lab, 1, 0.3963377774, 0.2158037573)),
    cube(weighted(lab, 1, -0.1055613458, -0.0638541728)),
    cube(weighted(lab, 1, -0.0894841775, -1.291485548)),
  ]
  return [
    weighted(cones, 4.0767416621, -3.3077115913, 0.2309699292),
    weighted(cones, -1.2684380046, 2.6097574011, -0.3413193965),
    weighted(cones, -0.0041960863, -0.7034186147, 1.707614701),
  ]
}
