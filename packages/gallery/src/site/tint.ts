/**
 * The colour that stands for a picture: the ground that is seen until it is there, and the accent of its page. Pages may
 * hold no styles of their own (Content-Security-Policy), so the colour is three classes of one stylesheet: hue, chroma, lightness.
 * OKLCH is by Björn Ottosson, "A perceptual color space for image processing" (2020).
 */
const hues = 24
const chromas = 3
const lightnesses = 8

/**
 * The classes of a picture's colour: `h7 c2 l5`. Its hue is that of its strongest colours, its lightness the mean.
 * @param pixels of a small copy: red, green, blue, each 0…255
 */
export function tintOf(pixels: Uint8Array): string {
  const sum = { lightness: 0, a: 0, b: 0, chroma: 0 }
  for (let at = 0; at < pixels.length; at += 3) {
    const { lightness, a, b } = oklabOf(pixels[at]!, pixels[at + 1]!, pixels[at + 2]!)
    const chroma = Math.hypot(a, b)
    sum.lightness += lightness
    sum.chroma += chroma
    sum.a += a * chroma
    sum.b += b * chroma
  }
  const count = pixels.length / 3
  const hue = ((Math.atan2(sum.b, sum.a) / (2 * Math.PI)) * hues + hues) % hues
  const chroma = sum.chroma / count
  const strength = chroma < 0.015 ? 0 : chroma < 0.06 ? 1 : 2
  const lightness = Math.min(lightnesses - 1, Math.floor((sum.lightness / count) * lightnesses))
  return `h${Math.round(hue) % hues} c${strength} l${lightness}`
}

function oklabOf(...rgb: [number, number, number]): { lightness: number; a: number; b: number } {
  const [red, green, blue] = rgb.map((value) => {
    const share = value / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
  const medium = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
  return {
    lightness: 0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short,
    a: 1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short,
    b: 0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short,
  }
}

/** The rules of all classes that `tintOf` gives. */
export function tintRules(): string {
  const list = (count: number, rule: (index: number) => string): string[] =>
    Array.from({ length: count }, (_, i) => rule(i))
  return [
    ...list(hues, (hue) => `.h${hue}{--hue:${(hue * 360) / hues}}`),
    ...list(chromas, (chroma) => `.c${chroma}{--chroma:${[0, 0.05, 0.11][chroma]}}`),
    ...list(lightnesses, (light) => `.l${light}{--light:${((light + 0.5) / lightnesses).toFixed(3)}}`),
  ].join('\n')
}

/** Ratios of sides that rows of pictures know: in steps of 3 %, from 1:3 to 3:1. */
const ratioStep = Math.log(1.03)
const mostSteps = Math.round(Math.log(3) / ratioStep)

/** The class of a picture's shape: `r-12`, how many steps it is wider than high. A row shares its width out by it. */
export function ratioOf({ width, height }: { readonly width: number; readonly height: number }): string {
  return `r${Math.max(-mostSteps, Math.min(mostSteps, Math.round(Math.log(width / height) / ratioStep)))}`
}

/** The rules of all classes that `ratioOf` gives. */
export function ratioRules(): string {
  return Array.from({ length: 2 * mostSteps + 1 }, (_, index) => {
    const step = index - mostSteps
    return `.r${step}{--ratio:${Math.exp(step * ratioStep).toFixed(3)}}`
  }).join('\n')
}

/** Widths in pixels that pictures may be shown at, at most: in steps of 6 %, from 16 px on. */
const mostStep = 1.06
const leastWidth = 16
const mostWidths = 96

/** By how much a picture may be enlarged. */
const enlargement = 1.5

/**
 * The class of how wide a picture may be shown: `m42`. Small pictures are enlarged by a half, and no more.
 * @param within a picture that it may not be larger than, when both are shown so
 */
export function mostOf(
  { width, height }: { readonly width: number; readonly height: number },
  within: { readonly width: number; readonly height: number } = { width, height },
): string {
  const widest = enlargement * Math.min(width, within.width, (within.height * width) / height)
  const step = Math.floor(Math.log(widest / leastWidth) / Math.log(mostStep))
  return `m${Math.max(0, Math.min(mostWidths - 1, step))}`
}

/** The rules of all classes that `mostOf` gives. */
export function mostRules(): string {
  return Array.from(
    { length: mostWidths },
    (_, step) => `.m${step}{--most:${Math.round(leastWidth * mostStep ** step)}px}`,
  ).join('\n')
}
