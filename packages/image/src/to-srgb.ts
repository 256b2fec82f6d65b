/** Applies a matrix or grey profile to pixels: rule 2 of `icc.ts`. */
import { linearToSrgb } from './color.ts'
import { toLinearSrgb, type Profile } from './icc.ts'
import { emptyData, fullScale, type Raster } from './raster.ts'

const steps = 65_536

/**
 * The raster in sRGB, at its depth (8 or 16) and with its channels. Alpha stays. A grey raster takes the first curve of
 * an RGB profile, since its three channels would be alike.
 */
export function toSrgb(raster: Raster, profile: Profile): Raster {
  const peak = fullScale(raster.depth)
  const encode = encoder(peak)
  const decode = [0, 1, 2].map((at) => decoder(profile.curves[at] ?? profile.curves[0] ?? ((value) => value), peak))
  const [red, green, blue] = decode as [Float64Array, Float64Array, Float64Array]
  const { channels, depth } = raster
  const source = raster.data
  const data = emptyData(depth, source.length)
  data.set(source)
  if (channels < 3) {
    for (let at = 0; at < data.length; at += channels) data[at] = encode(red[source[at] as number] as number)
    return { ...raster, data }
  }
  const [[a, b, c], [d, e, f], [g, h, i]] = toLinearSrgb(profile) as [Row, Row, Row]
  for (let at = 0; at < data.length; at += channels) {
    const r = red[source[at] as number] as number
    const s = green[source[at + 1] as number] as number
    const t = blue[source[at + 2] as number] as number
    data[at] = encode(a * r + b * s + c * t)
    data[at + 1] = encode(d * r + e * s + f * t)
    data[at + 2] = encode(g * r + h * s + i * t)
  }
  return { ...raster, data }
}

type Row = [number, number, number]

function decoder(curve: (value: number) => number, peak: number): Float64Array {
  return Float64Array.from({ length: peak + 1 }, (_, value) => curve(value / peak))
}

/** sRGB's curve from a table, interpolated: within a tenth of a step of 16 bits, and much faster than the power. */
function encoder(peak: number): (light: number) => number {
  const table = Float64Array.from({ length: steps + 2 }, (_, at) => linearToSrgb(Math.min(1, at / steps)) * peak)
  return (light) => {
    const position = light <= 0 ? 0 : light >= 1 ? steps : light * steps
    const low = position | 0
    const from = table[low] as number
    return (from + ((table[low + 1] as number) - from) * (position - low) + 0.5) | 0
  }
}
