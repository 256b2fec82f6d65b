/** From rows of colours to a line of the picture: rounded and interleaved. */
import * as at from '../layout.ts'
import { block, line, paint, stripBytes, word } from './scene.ts'

/** Writes pixels `column` … `column + pixels − 1` of the line. */
export function writeBlock(column: i32, pixels: i32): void {
  const channels = word(at.channels)
  const written = word(at.written)
  let at_ = line + <usize>(column * channels) * (written == at.written8 ? 1 : written == at.written16 ? 2 : 4)
  const outputs = written == at.writtenOutputs
  const source = outputs ? block + <usize>word(at.outputRow) * at.rowBytes : paint
  const bytes: usize = outputs ? stripBytes : 128
  for (let pixel = 0; pixel < pixels; pixel++) {
    const from = source + <usize>(pixel >> 3) * bytes + <usize>((pixel & 7) << 2)
    for (let channel = 0; channel < channels; channel++) {
      const row = (channels & 1) == 0 && channel == channels - 1 && !outputs ? 3 : channel
      const value = load<f32>(from + <usize>(row * 32))
      if (outputs) store<f32>(at_, value)
      else if (written == at.writtenFloat) store<f32>(at_, clamp(value))
      else if (written == at.written16) store<u16>(at_, <u16>nearest(<f64>clamp(value) * 65535))
      else store<u8>(at_, <u8>nearest(<f64>clamp(value) * 255))
      at_ += written == at.written8 ? 1 : written == at.written16 ? 2 : 4
    }
  }
}

function clamp(value: f32): f32 {
  return value > 0 ? (value < 1 ? value : 1) : 0
}
