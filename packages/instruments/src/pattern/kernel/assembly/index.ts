/**
 * The exact kernel: rows of pixels from a packed scene. The host calls `reserve`, writes the scene there, calls `open`,
 * and then `row` for whatever rows it wants, in any order.
 *
 * Every pixel is computed by itself, in a fixed order of + − × ÷ √ and whole-number operations, which WebAssembly defines
 * to the last bit: the same scene gives the same bytes in every engine, however rows are dealt out.
 */
import * as at from '../layout.ts'
import { paintAlpha, paintColors, prepareColors } from './colors.ts'
import { denseLayers } from './dense.ts'
import { fillFeatures, prepareCircle } from './features.ts'
import { coloredAsNetart, writeNetart } from './netart-colors.ts'
import { netartLayers } from './netart-dense.ts'
import { placePoints } from './plane.ts'
import { addSamples, averageSamples, clearSums } from './samples.ts'
import { arrange, line, makeRoom, word } from './scene.ts'
import { writeColors, writeOutputs } from './write.ts'

/** Makes room for a packed scene; returns where it is to be written. */
export function reserve(bytes: usize): usize {
  return makeRoom(bytes)
}

/** Takes the scene that the host has written. */
export function open(): void {
  arrange()
  prepareCircle()
  prepareColors()
}

/** Makes row `index` of the picture; returns where its interleaved values are. */
export function row(index: i32): usize {
  const width = word(at.width)
  const most = word(at.strips) * at.stripPixels
  const samples = word(at.samples)
  const outputs = word(at.written) == at.writtenOutputs
  for (let column = 0; column < width; column += most) {
    const pixels = min(width - column, most)
    const strips = (pixels + at.stripPixels - 1) / at.stripPixels
    if (outputs) {
      runNetwork(index, column, strips, 0, 0)
      writeOutputs(column, pixels)
      continue
    }
    if (samples == 1) {
      runNetwork(index, column, strips, 0, 0)
      if (coloredAsNetart()) {
        writeNetart(column, pixels)
        continue
      }
      paintBlock(strips)
    } else {
      clearSums(strips)
      for (let down = 0; down < samples; down++) {
        for (let across = 0; across < samples; across++) {
          runNetwork(index, column, strips, across, down)
          paintBlock(strips)
          addSamples(strips)
        }
      }
      averageSamples(strips, samples * samples)
    }
    writeColors(column, pixels)
  }
  return line
}

/** The outputs of one sample of each of a block's pixels. */
function runNetwork(row: i32, column: i32, strips: i32, across: i32, down: i32): void {
  placePoints(row, column, strips * at.stripPixels, across, down)
  fillFeatures(row, column, strips, across, down)
  if (word(at.arithmetic) == at.arithmeticNetart) netartLayers(strips)
  else denseLayers(strips)
}

/** The colours of the outputs. */
function paintBlock(strips: i32): void {
  paintColors(strips)
  if (word(at.alpha) != at.alphaOff) paintAlpha(strips)
}
