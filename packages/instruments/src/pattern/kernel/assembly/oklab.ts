/**
 * OKLab (Björn Ottosson, "A perceptual color space for image processing", 2020) of 4 colours at once. What each function
 * gives is in `first`, `second` and `third` until the next is called.
 */
import { power, toLinear } from './transfer.ts'

export let first: v128 = i32x4.splat(0)
export let second: v128 = i32x4.splat(0)
export let third: v128 = i32x4.splat(0)

/** sRGB, 0 to 1, to OKLab. */
export function labOfColor(red: v128, green: v128, blue: v128): void {
  const r = toLinear(red)
  const g = toLinear(green)
  const b = toLinear(blue)
  const long = power(weighted(r, 0.4122214708, g, 0.5363325363, b, 0.0514459929), 1 / 3)
  const medium = power(weighted(r, 0.2119034982, g, 0.6806995451, b, 0.1073969566), 1 / 3)
  const short = power(weighted(r, 0.0883024619, g, 0.2817188376, b, 0.6299787005), 1 / 3)
  first = weighted(long, 0.2104542553, medium, 0.793617785, short, -0.0040720468)
  second = weighted(long, 1.9779984951, medium, -2.428592205, short, 0.4505937099)
  third = weighted(long, 0.0259040371, medium, 0.7827717662, short, -0.808675766)
}

/** OKLab to linear light; outside 0 to 1 where sRGB has no such colour. */
export function lightOfLab(lightness: v128, a: v128, b: v128): void {
  const long = cube(weighted(lightness, 1, a, 0.3963377774, b, 0.2158037573))
  const medium = cube(weighted(lightness, 1, a, -0.1055613458, b, -0.0638541728))
  const short = cube(weighted(lightness, 1, a, -0.0894841775, b, -1.291485548))
  first = weighted(long, 4.0767416621, medium, -3.3077115913, short, 0.2309699292)
  second = weighted(long, -1.2684380046, medium, 2.6097574011, short, -0.3413193965)
  third = weighted(long, -0.0041960863, medium, -0.7034186147, short, 1.707614701)
}

/** x · a + y · b + z · c, in this order. */
function weighted(x: v128, a: f32, y: v128, b: f32, z: v128, c: f32): v128 {
  const two = f32x4.add(f32x4.mul(x, f32x4.splat(a)), f32x4.mul(y, f32x4.splat(b)))
  return f32x4.add(two, f32x4.mul(z, f32x4.splat(c)))
}

function cube(x: v128): v128 {
  return f32x4.mul(f32x4.mul(x, x), x)
}
