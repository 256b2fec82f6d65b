/**
 * The accent, taken from the picture: its most telling hue, with lightness moved until it can be read on the room's
 * grey and has readable text upon it. OKLCH after Björn Ottosson ("A perceptual color space for image processing", 2020).
 */

type Triple = readonly [number, number, number]

/** Lightness 0…1, chroma 0…~0.4, hue in degrees. */
export interface Oklch {
  readonly l: number
  readonly c: number
  readonly h: number
}

const linear = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)

/** From sRGB, 0…1 each. */
export function oklchOf([red, green, blue]: Triple): Oklch {
  const [r, g, b] = [linear(red), linear(green), linear(blue)]
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s
  const y = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s
  return {
    l: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    c: Math.hypot(a, y),
    h: ((Math.atan2(y, a) * 180) / Math.PI + 360) % 360,
  }
}

const clip = (value: number) => Math.min(1, Math.max(0, value))

/** Relative luminance (WCAG) of an OKLCH colour, clipped to sRGB. */
export function luminance({ l: lightness, c, h }: Oklch): number {
  const a = c * Math.cos((h * Math.PI) / 180)
  const b = c * Math.sin((h * Math.PI) / 180)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  const red = clip(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s)
  const green = clip(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s)
  const blue = clip(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s)
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** WCAG contrast of two luminances, 1…21. */
export const contrast = (a: number, b: number): number => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)

/**
 * The hue that a picture is remembered by: pixels vote by their chroma, in 24 sectors.
 *
 * @param rgba Straight alpha, 8 bits; some thousand pixels are enough.
 * @returns Undefined for a picture without colour.
 */
export function tellingHue(rgba: ArrayLike<number>): { h: number; c: number } | undefined {
  const votes = Array.from({ length: 24 }, () => ({ weight: 0, a: 0, b: 0 }))
  for (let at = 0; at < rgba.length; at += 4) {
    if (rgba[at + 3]! < 128) continue
    const { l, c, h } = oklchOf([rgba[at]! / 255, rgba[at + 1]! / 255, rgba[at + 2]! / 255])
    if (c < 0.04 || l < 0.15 || l > 0.97) continue
    const sector = votes[Math.floor(h / 15) % 24]!
    const weight = c * c
    sector.weight += weight
    sector.a += weight * Math.cos((h * Math.PI) / 180)
    sector.b += weight * Math.sin((h * Math.PI) / 180)
  }
  const best = votes.reduce((a, b) => (b.weight > a.weight ? b : a))
  if (best.weight < 0.02) return undefined
  return { h: ((Math.atan2(best.b, best.a) * 180) / Math.PI + 360) % 360, c: 0.12 }
}

/** The room's greys as luminances: what the accent must be read on. */
const ground = { dark: luminance({ l: 0.26, c: 0, h: 0 }), light: luminance({ l: 0.94, c: 0, h: 0 }) }

/** An accent of that hue with at least 4.5 : 1 on the room's greys, and whether dark text stands better upon it. */
export function accentOf(
  hue: { h: number; c: number },
  isDark: boolean,
): { color: string; text: 'dark' | 'light' } {
  const back = isDark ? ground.dark : ground.light
  let l = isDark ? 0.72 : 0.6
  while (contrast(luminance({ l, ...hue }), back) < 4.6 && l > 0.2 && l < 0.97) l += isDark ? 0.01 : -0.01
  const own = luminance({ l, ...hue })
  const text = contrast(own, luminance({ l: 0.17, c: 0, h: 0 })) >= contrast(own, 1) ? 'dark' : 'light'
  return { color: `oklch(${l.toFixed(3)} ${hue.c} ${hue.h.toFixed(1)})`, text }
}
