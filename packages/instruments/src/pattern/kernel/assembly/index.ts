/**
 * The exact kernel: rows of pixels from a packed scene. The host calls `reserve`, writes the scene there, calls `open`,
 * and then `row` for whatever rows it wants, in any order.
 */
import { denseLayers } from './dense.ts'
import { fillFeatures, placePoints } from './features.ts'
import { paintBlock } from './colors.ts'
import * as at from '../layout.ts'
import { arrange, line, makeRoom, word } from './scene.ts'
import { writeBlock } from './write.ts'

/** Makes room for a packed scene; returns where it is to be written. */
export function reserve(bytes: usize): usize {
  return makeRoom(bytes)
}

/** Takes the scene that the host has written. */
export function open(): void {
  arrange()
}

/** Makes row `index` of the picture; returns where its interleaved values are. */
export function row(index: i32): usize {
  const width = word(at.width)
  const most = word(at.strips)
  const netart = word(at.arithmetic) == 1
  for (let column = 0; column < width; column += most * at.stripPixels) {
    const pixels = min(width - column, most * at.stripPixels)
    const strips = (pixels + at.stripPixels - 1) / at.stripPixels
    placePoints(index, column, strips, 0, 0)
    fillFeatures(strips)
    // The hook for netart's own arithmetic: `netartLayers(strips)` from `netart.ts` reads and writes the same rows as
    // `denseLayers` (layer records, [group][column][4] weights), and `netartPaint(strips)` fills `paint`.
    if (netart) unreachable()
    else denseLayers(strips)
    paintBlock(strips)
    writeBlock(column, pixels)
  }
  return line
}
