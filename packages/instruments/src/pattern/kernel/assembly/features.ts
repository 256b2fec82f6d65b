/** What the network reads of a point: from indices of pixels to rows of features. */
import * as at from '../layout.ts'
import { block, points, real, scene, stripBytes, word } from './scene.ts'

/**
 * x, y and r of a block's pixels: of the pixels from `column` on in row `row`, the sample (across, down) of each.
 */
export function placePoints(row: i32, column: i32, strips: i32, across: i32, down: i32): void {
  const width = word(at.width)
  const height = word(at.height)
  const samples = word(at.samples)
  const short = <f64>(min(width, height) * samples)
  const q = <f64>(2 * (row * samples + down) + 1 - height * samples) / short
  for (let index = 0; index < strips * at.stripPixels; index++) {
    const p = <f64>(2 * ((column + index) * samples + across) + 1 - width * samples) / short
    const x = real(at.xx) * p + real(at.xy) * q + real(at.moveX)
    const y = real(at.yx) * p + real(at.yy) * q + real(at.moveY)
    const place = points + <usize>((index >> 3) * 96 + (index & 7) * 4)
    store<f32>(place, <f32>x)
    store<f32>(place + 32, <f32>y)
    store<f32>(place + 64, <f32>sqrt(y * y + x * x))
  }
}

/** Fills the rows of features, which are the first of each strip. */
export function fillFeatures(strips: i32): void {
  const count = word(at.featureCount)
  for (let index = 0; index < count; index++) {
    const record = scene + <usize>word(at.features) + <usize>(index * at.featureBytes)
    const kind = load<i32>(record, at.featureKind)
    let target = block + <usize>index * at.rowBytes
    for (let strip = 0; strip < strips; strip++) {
      if (kind == at.featureConstant) {
        const value = v128.load32_splat(record, at.featureValue)
        v128.store(target, value)
        v128.store(target, value, 16)
      } else {
        const source = points + <usize>(strip * 96 + kind * 32)
        v128.store(target, v128.load(source))
        v128.store(target, v128.load(source, 16), 16)
      }
      target += stripBytes
    }
  }
}
