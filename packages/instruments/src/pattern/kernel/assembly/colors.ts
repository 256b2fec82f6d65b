/** From rows of outputs to rows of colours. */
import * as at from '../layout.ts'
import { block, paint, stripBytes, word } from './scene.ts'

/** Colours of the block's first strips into `paint`. */
export function paintBlock(strips: i32): void {
  const mode = word(at.mode)
  let source = block + <usize>word(at.outputRow) * at.rowBytes
  let target = paint
  for (let strip = 0; strip < strips; strip++) {
    for (let half: usize = 0; half < 32; half += 16) {
      const first = v128.load(source + half)
      v128.store(target + half, first)
      v128.store(target + half, mode == at.colorBw ? first : v128.load(source + half, 32), 32)
      v128.store(target + half, mode == at.colorBw ? first : v128.load(source + half, 64), 64)
    }
    source += stripBytes
    target += 4 * at.rowBytes
  }
}
