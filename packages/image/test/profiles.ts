/** ICC profiles of the kinds that pictures carry, made from their published primaries, and a way to put them into a PNG. */
import { crc32, deflateSync } from 'node:zlib'

const ascii = (text: string) => Buffer.from(text, 'latin1')
const word = (value: number) =>
  Buffer.from([value >>> 24, value >>> 16, value >>> 8, value].map((byte) => byte & 255))
const half = (value: number) => word(value).subarray(2)
const fixed = (value: number) => word(Math.round(value * 65_536))
const xyz = (values: readonly number[]) => Buffer.concat([ascii('XYZ '), word(0), ...values.map(fixed)])
const padded = (data: Buffer) => Buffer.concat([data, Buffer.alloc((4 - (data.length % 4)) % 4)])
const gammaCurve = (gamma: number) =>
  padded(Buffer.concat([ascii('curv'), word(0), word(1), half(Math.round(gamma * 256))]))

function profile(name: string, pcs: 'XYZ ' | 'Lab ', tags: Readonly<Record<string, Buffer>>): Uint8Array {
  const all = {
    ...tags,
    desc: padded(
      Buffer.concat([ascii('desc'), word(0), word(name.length + 1), ascii(`${name}\0`), Buffer.alloc(78)]),
    ),
    wtpt: xyz([0.9642, 1, 0.8249]),
  }
  let at = 132 + 12 * Object.keys(all).length
  const table = Object.entries(all).map(([tag, data]) => {
    const entry = Buffer.concat([ascii(tag), word(at), word(data.length)])
    at += data.length
    return entry
  })
  const header = Buffer.alloc(128)
  word(at).copy(header, 0)
  word(0x0210_0000).copy(header, 8)
  ascii(`mntrRGB ${pcs}`).copy(header, 12)
  ascii('acsp').copy(header, 36)
  Buffer.concat([0.9642, 1, 0.8249].map(fixed)).copy(header, 68)
  return new Uint8Array(Buffer.concat([header, word(table.length), ...table, ...Object.values(all)]))
}

function matrixProfile(
  name: string,
  gamma: number,
  [red, green, blue]: readonly (readonly number[])[],
): Uint8Array {
  const curve = gammaCurve(gamma)
  return profile(name, 'XYZ ', {
    rXYZ: xyz(red!),
    gXYZ: xyz(green!),
    bXYZ: xyz(blue!),
    rTRC: curve,
    gTRC: curve,
    bTRC: curve,
  })
}

/** A table of 2 × 2 × 2 colours in Lab, as a scanner's profile has (`mft2`, ICC.1:2022, 10.10). */
function tableProfile(): Uint8Array {
  const corners = [
    [0, 0, 0],
    [30, 68, -112],
    [88, -79, 81],
    [91, -51, -15],
    [54, 81, 70],
    [60, 94, -60],
    [98, -16, 93],
    [100, 0, 0],
  ] as const
  const ramp = Buffer.concat([half(0), half(65_535)])
  const lut = Buffer.concat([
    ascii('mft2'),
    word(0),
    Buffer.from([3, 3, 2, 0]),
    ...[1, 0, 0, 0, 1, 0, 0, 0, 1].map(fixed),
    half(2),
    half(2),
    ramp,
    ramp,
    ramp,
    ...corners.flatMap(([l, a, b]) => [half(Math.round(l * 652.8)), half((a + 128) * 256), half((b + 128) * 256)]),
    ramp,
    ramp,
    ramp,
  ])
  return profile('table', 'Lab ', { A2B0: padded(lut) })
}

const srgb = [
  [0.43607, 0.22249, 0.01392],
  [0.38515, 0.71687, 0.09708],
  [0.14307, 0.06061, 0.7141],
]

export const profiles = {
  adobe: matrixProfile('adobe', 2.199_218_75, [
    [0.60974, 0.31111, 0.01947],
    [0.20528, 0.62567, 0.06087],
    [0.14919, 0.06322, 0.74457],
  ]),
  proPhoto: matrixProfile('proPhoto', 1.8, [
    [0.79767, 0.28804, 0],
    [0.13519, 0.71188, 0],
    [0.03134, 0.00009, 0.82491],
  ]),
  gamma18: matrixProfile('gamma18', 1.8, srgb),
  swapped: matrixProfile('swapped', 2.2, [srgb[1]!, srgb[0]!, srgb[2]!]),
  table: tableProfile(),
}

/** The PNG with a profile in `iCCP`, right after its header. */
export function embedProfile(png: Uint8Array, icc: Uint8Array): Uint8Array {
  const body = Buffer.concat([ascii('iCCP'), ascii('x\0\0'), deflateSync(icc)])
  return new Uint8Array(
    Buffer.concat([png.subarray(0, 33), word(body.length - 4), body, word(crc32(body)), png.subarray(33)]),
  )
}
