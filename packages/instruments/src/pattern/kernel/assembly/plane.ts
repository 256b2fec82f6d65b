/**
 * From pixels to points of the plane, in double, two at once: `scene.ts`'s `Plane`.
 *
 * A pixel's place is made of whole numbers first, so that mirrored pixels have exactly opposite places: with n samples a
 * side, p = (2(n · column + across) + 1 − n · width) / (n · shorter side), and q of the row likewise. Then x = xx·p + xy·q +
 * moveX and y = yx·p + yy·q + moveY, summed in this order, and then the fold.
 */
import { cosineOfTurn, sineOfTurn } from '../circle.ts'
import * as at from '../layout.ts'
import { pointsX, pointsY, real, word } from './scene.ts'

/** Points of `pixels` (an even number) pixels from `column` on in row `row`: the sample (across, down) of each. */
export function placePoints(row: i32, column: i32, pixels: i32, across: i32, down: i32): void {
  if (word(at.coordinates) == at.coordinatesNetart) placeNetart(row, column, pixels, across, down)
  else placeCentred(row, column, pixels, across, down)
  const symmetry = word(at.symmetry)
  if (symmetry == at.foldMirrorX || symmetry == at.foldMirror) absolute(pointsX, pixels)
  if (symmetry == at.foldMirrorY || symmetry == at.foldMirror) absolute(pointsY, pixels)
  if (symmetry == at.foldRotation) rotate(word(at.order), pixels)
  if (symmetry == at.foldKaleidoscope) {
    absolute(pointsY, pixels)
    const order = word(at.order)
    for (let part = 1 << (31 - clz(order - 1)); part > 0; part >>= 1) mirror(part, 2 * order, pixels)
  }
}

function placeCentred(row: i32, column: i32, pixels: i32, across: i32, down: i32): void {
  const width = word(at.width)
  const height = word(at.height)
  const samples = word(at.samples)
  const short = <f64>(min(width, height) * samples)
  const q = <f64>(2 * (row * samples + down) + 1 - height * samples) / short
  const side = f64x2.splat(short)
  const xx = f64x2.splat(real(at.xx))
  const yx = f64x2.splat(real(at.yx))
  const xq = f64x2.splat(real(at.xy) * q)
  const yq = f64x2.splat(real(at.yy) * q)
  const moveX = f64x2.splat(real(at.moveX))
  const moveY = f64x2.splat(real(at.moveY))
  let place = pairOfColumns(2 * (column * samples + across) + 1 - width * samples, 2 * samples)
  const step = i32x4.splat(4 * samples)
  for (let offset: usize = 0; offset < <usize>pixels * 8; offset += 16) {
    const p = f64x2.div(f64x2.convert_low_i32x4_s(place), side)
    v128.store(pointsX + offset, f64x2.add(f64x2.add(f64x2.mul(xx, p), xq), moveX))
    v128.store(pointsY + offset, f64x2.add(f64x2.add(f64x2.mul(yx, p), yq), moveY))
    place = i32x4.add(place, step)
  }
}

/** x runs down and y to the right, and nothing is between pixels. */
function placeNetart(row: i32, column: i32, pixels: i32, across: i32, down: i32): void {
  const samples = word(at.samples)
  const x = f64x2.splat(<f64>(row * samples + down) / <f64>(word(at.height) * samples) - 0.5)
  const width = f64x2.splat(<f64>(word(at.width) * samples))
  let place = pairOfColumns(column * samples + across, samples)
  const step = i32x4.splat(2 * samples)
  for (let offset: usize = 0; offset < <usize>pixels * 8; offset += 16) {
    v128.store(pointsX + offset, x)
    v128.store(pointsY + offset, f64x2.sub(f64x2.div(f64x2.convert_low_i32x4_s(place), width), f64x2.splat(0.5)))
    place = i32x4.add(place, step)
  }
}

/** The whole numbers of two neighbouring columns. */
function pairOfColumns(first: i32, step: i32): v128 {
  return i32x4.replace_lane(i32x4.splat(first), 1, first + step)
}

function absolute(points: usize, pixels: i32): void {
  for (let place = points; place < points + <usize>pixels * 8; place += 16) {
    v128.store(place, f64x2.abs(v128.load(place)))
  }
}

/** Points beyond the line at part / whole of a turn, mirrored in it. */
function mirror(part: i32, whole: i32, pixels: i32): void {
  const sine = f64x2.splat(sineOfTurn(part, whole))
  const cosine = f64x2.splat(cosineOfTurn(part, whole))
  for (let offset: usize = 0; offset < <usize>pixels * 8; offset += 16) {
    const x = v128.load(pointsX + offset)
    const y = v128.load(pointsY + offset)
    const inside = f64x2.sub(f64x2.mul(x, sine), f64x2.mul(y, cosine))
    const beyond = v128.and(f64x2.add(inside, inside), f64x2.lt(inside, f64x2.splat(0)))
    v128.store(pointsX + offset, f64x2.sub(x, f64x2.mul(beyond, sine)))
    v128.store(pointsY + offset, f64x2.add(y, f64x2.mul(beyond, cosine)))
  }
}

/**
 * (x + iy)ⁿ / rⁿ⁻¹: the angle times n, so that n sectors of the circle see the same. By squaring, on the unit circle, so
 * that nothing overflows; the centre stays where it is. Equal to the last bit where a turn swaps x and y or their signs.
 */
function rotate(order: i32, pixels: i32): void {
  const highest = 31 - clz(order)
  for (let offset: usize = 0; offset < <usize>pixels * 8; offset += 16) {
    const x = v128.load(pointsX + offset)
    const y = v128.load(pointsY + offset)
    const r = f64x2.sqrt(f64x2.add(f64x2.mul(x, x), f64x2.mul(y, y)))
    const centre = f64x2.eq(r, f64x2.splat(0))
    const unitX = v128.andnot(f64x2.div(x, r), centre)
    const unitY = v128.andnot(f64x2.div(y, r), centre)
    let turnX = unitX
    let turnY = unitY
    for (let bit = highest - 1; bit >= 0; bit--) {
      const product = f64x2.mul(turnX, turnY)
      turnX = f64x2.sub(f64x2.mul(turnX, turnX), f64x2.mul(turnY, turnY))
      turnY = f64x2.add(product, product)
      if ((order >> bit) & 1) {
        const real = f64x2.sub(f64x2.mul(turnX, unitX), f64x2.mul(turnY, unitY))
        turnY = f64x2.add(f64x2.mul(turnX, unitY), f64x2.mul(turnY, unitX))
        turnX = real
      }
    }
    v128.store(pointsX + offset, f64x2.mul(r, turnX))
    v128.store(pointsY + offset, f64x2.mul(r, turnY))
  }
}
