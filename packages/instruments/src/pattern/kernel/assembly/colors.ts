/**
 * From rows of outputs to rows of colours. Outputs are clipped to 0 … 1 first, hues to within one turn.
 *
 * Like activations, each colour mode is a class that is never made, so that it has a loop of its own.
 */
import * as at from '../layout.ts'
import { beyondTurns, cosineNear, quarterTurns, sineNear, turned } from './elementary.ts'
import { first, labOfColor, lightOfLab, second, third } from './oklab.ts'
import { block, labs, paint, ramp, rampSteps, scene, stripBytes, word } from './scene.ts'
import { clamp, fromLinear } from './transfer.ts'

abstract class Coloring {
  /** 4 pixels: from the first output's row to the first colour's. */
  abstract paint(from: usize, to: usize): void
}

/** An output. */
function output(from: usize, index: i32): v128 {
  return clamp(v128.load(from + <usize>(index * at.rowBytes)))
}

/** An output as a part of a turn: what is behind the point. */
function hue(from: usize, index: i32): v128 {
  const value = v128.load(from + <usize>(index * at.rowBytes))
  return clamp(f32x4.sub(value, f32x4.floor(value)))
}

function store3(to: usize, red: v128, green: v128, blue: v128): void {
  v128.store(to, red)
  v128.store(to, green, 32)
  v128.store(to, blue, 64)
}

class Bw extends Coloring {
  paint(from: usize, to: usize): void {
    v128.store(to, output(from, 0))
  }
}

class Rgb extends Coloring {
  paint(from: usize, to: usize): void {
    store3(to, output(from, 0), output(from, 1), output(from, 2))
  }
}

/** netart-js's: k = |2 · o3 − 1|, and (1 − o) · k of the others. */
class Cmyk extends Coloring {
  paint(from: usize, to: usize): void {
    const one = f32x4.splat(1)
    const key = f32x4.abs(f32x4.sub(f32x4.mul(f32x4.splat(2), output(from, 3)), one))
    const cyan = f32x4.sub(one, output(from, 0))
    const magenta = f32x4.sub(one, output(from, 1))
    const yellow = f32x4.sub(one, output(from, 2))
    store3(to, f32x4.mul(cyan, key), f32x4.mul(magenta, key), f32x4.mul(yellow, key))
  }
}

/** Hue in sectors, from a start: from 0 to `sectors`. */
function sector(turn: v128, start: f32, sectors: f32): v128 {
  const place = f32x4.add(f32x4.mul(turn, f32x4.splat(sectors)), f32x4.splat(start))
  const over = f32x4.ge(place, f32x4.splat(sectors))
  return f32x4.sub(place, v128.and(over, f32x4.splat(sectors)))
}

/** v − v · s · max(0, min(k, 4 − k, 1)), k = (n + 6h) mod 6; n = 5, 3, 1 (Wikipedia, "HSL and HSV", alternative formula). */
class Hsv extends Coloring {
  paint(from: usize, to: usize): void {
    const turn = hue(from, 0)
    const value = output(from, 2)
    const chroma = f32x4.mul(value, output(from, 1))
    store3(
      to,
      hsvChannel(turn, value, chroma, 5),
      hsvChannel(turn, value, chroma, 3),
      hsvChannel(turn, value, chroma, 1),
    )
  }
}

function hsvChannel(turn: v128, value: v128, chroma: v128, start: f32): v128 {
  const k = sector(turn, start, 6)
  const slope = clamp(f32x4.pmin(k, f32x4.sub(f32x4.splat(4), k)))
  return f32x4.sub(value, f32x4.mul(chroma, slope))
}

/** l − s · min(l, 1 − l) · max(−1, min(k − 3, 9 − k, 1)), k = (n + 12h) mod 12; n = 0, 8, 4 (likewise). */
class Hsl extends Coloring {
  paint(from: usize, to: usize): void {
    const turn = hue(from, 0)
    const lightness = output(from, 2)
    const room = f32x4.pmin(lightness, f32x4.sub(f32x4.splat(1), lightness))
    const chroma = f32x4.mul(output(from, 1), room)
    store3(
      to,
      hslChannel(turn, lightness, chroma, 0),
      hslChannel(turn, lightness, chroma, 8),
      hslChannel(turn, lightness, chroma, 4),
    )
  }
}

function hslChannel(turn: v128, lightness: v128, chroma: v128, start: f32): v128 {
  const k = sector(turn, start, 12)
  const slope = f32x4.pmin(f32x4.sub(k, f32x4.splat(3)), f32x4.sub(f32x4.splat(9), k))
  const bounded = f32x4.pmax(f32x4.pmin(slope, f32x4.splat(1)), f32x4.splat(-1))
  return f32x4.sub(lightness, f32x4.mul(chroma, bounded))
}

/**
 * OKLCH: lightness 0.25 … 0.95, chroma 0 … 0.33, hue one turn. Where sRGB has no such colour, the chroma is what remains of
 * it at most: 10 halvings between grey and the colour.
 */
class Oklch extends Coloring {
  paint(from: usize, to: usize): void {
    const lightness = f32x4.add(f32x4.mul(output(from, 0), f32x4.splat(0.7)), f32x4.splat(0.25))
    const chroma = f32x4.mul(output(from, 1), f32x4.splat(0.33))
    const angle = f32x4.mul(hue(from, 2), f32x4.splat(6.283185307179586))
    const turns = quarterTurns(angle)
    const rest = beyondTurns(angle, turns)
    const sine = sineNear(rest)
    const cosine = cosineNear(rest)
    const a = f32x4.mul(chroma, turned(i32x4.add(turns, i32x4.splat(1)), sine, cosine))
    const b = f32x4.mul(chroma, turned(turns, sine, cosine))
    let inside = f32x4.splat(1)
    const whole = exists(lightness, a, b, inside)
    if (!v128.all_true<i32>(whole)) {
      inside = v128.and(whole, inside)
      let outside = f32x4.splat(1)
      for (let step = 0; step < 10; step++) {
        const middle = f32x4.mul(f32x4.add(inside, outside), f32x4.splat(0.5))
        const found = exists(lightness, a, b, middle)
        inside = v128.bitselect(middle, inside, found)
        outside = v128.bitselect(outside, middle, found)
      }
    }
    lightOfLab(lightness, f32x4.mul(a, inside), f32x4.mul(b, inside))
    const red = fromLinear(clamp(first))
    const green = fromLinear(clamp(second))
    const blue = fromLinear(clamp(third))
    store3(to, red, green, blue)
  }
}

/** Whether sRGB has the colour with a part of its chroma, to 1e−5 of linear light. */
function exists(lightness: v128, a: v128, b: v128, part: v128): v128 {
  lightOfLab(lightness, f32x4.mul(a, part), f32x4.mul(b, part))
  const least = f32x4.pmin(f32x4.pmin(first, second), third)
  const most = f32x4.pmax(f32x4.pmax(first, second), third)
  return v128.and(f32x4.ge(least, f32x4.splat(-1e-5)), f32x4.le(most, f32x4.splat(1.00001)))
}

/** Between two neighbours of the ramp, linearly. */
class Gradient extends Coloring {
  paint(from: usize, to: usize): void {
    const place = f32x4.mul(output(from, 0), f32x4.splat(<f32>rampEnd))
    const step = i32x4.min_s(i32x4.trunc_sat_f32x4_s(place), i32x4.splat(rampEnd - 1))
    const part = f32x4.sub(place, f32x4.convert_i32x4_s(step))
    const color0 = mixed(i32x4.extract_lane(step, 0), f32x4.extract_lane(part, 0))
    const color1 = mixed(i32x4.extract_lane(step, 1), f32x4.extract_lane(part, 1))
    const color2 = mixed(i32x4.extract_lane(step, 2), f32x4.extract_lane(part, 2))
    const color3 = mixed(i32x4.extract_lane(step, 3), f32x4.extract_lane(part, 3))
    const redGreen01 = v128.shuffle<f32>(color0, color1, 0, 4, 1, 5)
    const redGreen23 = v128.shuffle<f32>(color2, color3, 0, 4, 1, 5)
    store3(
      to,
      v128.shuffle<f32>(redGreen01, redGreen23, 0, 1, 4, 5),
      v128.shuffle<f32>(redGreen01, redGreen23, 2, 3, 6, 7),
      v128.shuffle<f32>(
        v128.shuffle<f32>(color0, color1, 2, 6, 2, 6),
        v128.shuffle<f32>(color2, color3, 2, 6, 2, 6),
        0,
        1,
        4,
        5,
      ),
    )
  }
}

function mixed(step: i32, part: f32): v128 {
  const place = ramp + <usize>(step * 16)
  const near = v128.load(place)
  return f32x4.add(near, f32x4.mul(f32x4.sub(v128.load(place, 16), near), f32x4.splat(part)))
}

/** The colour of the palette whose OKLab is nearest; of equally near ones the first. */
class Palette extends Coloring {
  paint(from: usize, to: usize): void {
    labOfColor(output(from, 0), output(from, 1), output(from, 2))
    let red = f32x4.splat(0)
    let green = red
    let blue = red
    let least = f32x4.splat(Infinity)
    let color = scene + <usize>word(at.colors)
    const end = labs + <usize>word(at.colorCount) * 16
    for (let lab = labs; lab < end; lab += 16) {
      const l = f32x4.sub(first, v128.load32_splat(lab))
      const a = f32x4.sub(second, v128.load32_splat(lab, 4))
      const b = f32x4.sub(third, v128.load32_splat(lab, 8))
      const distance = f32x4.add(f32x4.add(f32x4.mul(l, l), f32x4.mul(a, a)), f32x4.mul(b, b))
      const nearer = f32x4.lt(distance, least)
      least = v128.bitselect(distance, least, nearer)
      red = v128.bitselect(v128.load32_splat(color), red, nearer)
      green = v128.bitselect(v128.load32_splat(color, 4), green, nearer)
      blue = v128.bitselect(v128.load32_splat(color, 8), blue, nearer)
      color += 16
    }
    store3(to, red, green, blue)
  }
}

function each<C extends Coloring>(strips: i32): void {
  const coloring = changetype<C>(0)
  let from = block + <usize>word(at.outputRow) * at.rowBytes
  let to = paint
  for (let strip = 0; strip < strips; strip++) {
    coloring.paint(from, to)
    coloring.paint(from + 16, to + 16)
    from += stripBytes
    to += 4 * at.rowBytes
  }
}

/** Colours of the block's first strips into `paint`. */
export function paintColors(strips: i32): void {
  const mode = word(at.mode)
  if (mode == at.colorBw) each<Bw>(strips)
  else if (mode == at.colorRgb) each<Rgb>(strips)
  else if (mode == at.colorCmyk) each<Cmyk>(strips)
  else if (mode == at.colorHsv) each<Hsv>(strips)
  else if (mode == at.colorHsl) each<Hsl>(strips)
  else if (mode == at.colorOklch) each<Oklch>(strips)
  else if (mode == at.colorGradient) each<Gradient>(strips)
  else if (mode == at.colorPalette) each<Palette>(strips)
}

/** Alpha of the block's first strips into `paint`: the output itself, or netart-js's 0.25 + 0.75 · (1 − |2o − 1|). */
export function paintAlpha(strips: i32): void {
  const netart = word(at.alpha) == at.alphaNetart
  const one = f32x4.splat(1)
  let from = block + <usize>(word(at.outputRow) + word(at.alphaOutput)) * at.rowBytes
  let to = paint + 3 * at.rowBytes
  for (let strip = 0; strip < strips; strip++) {
    for (let half: usize = 0; half < <usize>at.rowBytes; half += 16) {
      let value = clamp(v128.load(from + half))
      if (netart) {
        const far = f32x4.abs(f32x4.sub(f32x4.mul(f32x4.splat(2), value), one))
        value = f32x4.add(f32x4.splat(0.25), f32x4.mul(f32x4.splat(0.75), f32x4.sub(one, far)))
      }
      v128.store(to + half, value)
    }
    from += stripBytes
    to += 4 * at.rowBytes
  }
}

/** The last step of the ramp that is used. */
let rampEnd: i32 = 0

/** OKLab of the scene's colours, and the ramp of a gradient: colours equally spaced, mixed in OKLab. */
export function prepareColors(): void {
  const mode = word(at.mode)
  if (mode != at.colorGradient && mode != at.colorPalette) return
  const count = word(at.colorCount)
  for (let index = 0; index < count; index++) {
    const color = scene + <usize>(word(at.colors) + index * 16)
    const lab = labs + <usize>(index * 16)
    labOfColor(v128.load32_splat(color), v128.load32_splat(color, 4), v128.load32_splat(color, 8))
    v128.store32_lane(lab, first, 0)
    v128.store32_lane(lab, second, 0, 4)
    v128.store32_lane(lab, third, 0, 8)
  }
  if (mode == at.colorPalette) return
  // So many steps from colour to colour that all of them are on the ramp.
  const between = (rampSteps - 1) / max(count - 1, 1)
  rampEnd = between * max(count - 1, 1)
  for (let step = 0; step <= rampEnd; step++) {
    const before = min(step / between, count - 1)
    const part = f32x4.splat(<f32>(step - before * between) / <f32>between)
    const near = v128.load(labs + <usize>(before * 16))
    const far = v128.load(labs + <usize>(min(before + 1, count - 1) * 16))
    const lab = f32x4.add(near, f32x4.mul(f32x4.sub(far, near), part))
    lightOfLab(
      f32x4.splat(f32x4.extract_lane(lab, 0)),
      f32x4.splat(f32x4.extract_lane(lab, 1)),
      f32x4.splat(f32x4.extract_lane(lab, 2)),
    )
    const color = ramp + <usize>(step * 16)
    const green = second
    const blue = third
    v128.store32_lane(color, fromLinear(clamp(first)), 0)
    v128.store32_lane(color, fromLinear(clamp(green)), 0, 4)
    v128.store32_lane(color, fromLinear(clamp(blue)), 0, 8)
  }
}
