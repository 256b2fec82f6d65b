/** Contact sheets: pictures in a grid, each with a label below it. */
import { toPlanar, type Raster } from '@reverie/image'
import type { Size } from './instrument.ts'
import { letter } from './lettering.ts'

/** One picture of a sheet. */
export interface SheetCell {
  /** Lines below the picture. */
  readonly label: readonly string[]
  /** Absent while it is still being made. */
  readonly raster?: Raster
}

const MARGIN = 12
const GROUND = 24
const INK = 236

/** Height of a line of lettering unless said. */
const LETTER_HEIGHT = 22

/**
 * A sheet of cells, left to right, then down, on a dark ground.
 * @param columns cells in a row
 * @param cell size in pixels that each picture gets; smaller ones are centred in it
 * @param letterHeight height of a line of lettering; all lines are lettered smaller where one is too long for its cell
 * @returns 8-bit RGB
 */
export function contactSheet(
  cells: readonly SheetCell[],
  columns: number,
  cell: Size,
  letterHeight = LETTER_HEIGHT,
): Raster {
  const { width, height, across, stride, lineHeight } = layout(cells, columns, cell, letterHeight)
  const data = new Uint8Array(width * height * 3).fill(GROUND)
  cells.forEach(({ label, raster }, index) => {
    const left = MARGIN + (index % across) * stride.x
    const top = MARGIN + Math.floor(index / across) * stride.y
    if (raster !== undefined) {
      paste(
        data,
        width,
        raster,
        left + ((cell.width - raster.width) >> 1),
        top + ((cell.height - raster.height) >> 1),
      )
    }
    label.forEach((line, row) => {
      write(data, width, line, left, top + cell.height + 4 + row * lineHeight, cell.width, lineHeight)
    })
  })
  return { width, height, channels: 3, depth: 8, data }
}

/** The size in pixels of the {@link contactSheet} of these cells. */
export function contactSheetSize(cells: readonly SheetCell[], columns: number, cell: Size): Size {
  const { width, height } = layout(cells, columns, cell, LETTER_HEIGHT)
  return { width, height }
}

function layout(cells: readonly SheetCell[], columns: number, cell: Size, letterHeight: number) {
  const lines = Math.max(0, ...cells.map(({ label }) => label.length))
  const lineHeight = heightFor(cells, cell.width, letterHeight)
  const across = Math.max(1, Math.min(columns, cells.length))
  const stride = { x: cell.width + MARGIN, y: cell.height + MARGIN + lines * lineHeight }
  const width = MARGIN + across * stride.x
  const height = MARGIN + Math.ceil(cells.length / across) * stride.y
  return { width, height, across, stride, lineHeight }
}

/** The height at which every line fits, but no less than can be read. */
function heightFor(cells: readonly SheetCell[], room: number, height: number): number {
  const widest = Math.max(0, ...cells.flatMap(({ label }) => label.map((line) => letter(line, height).width)))
  return widest <= room ? height : Math.max(10, Math.floor((height * room) / widest))
}

function paste(data: Uint8Array, width: number, raster: Raster, left: number, top: number): void {
  const planar = toPlanar(raster)
  const size = raster.width * raster.height
  for (let y = 0; y < raster.height; y++) {
    for (let x = 0; x < raster.width; x++) {
      const from = y * raster.width + x
      const to = ((top + y) * width + left + x) * 3
      for (let channel = 0; channel < 3; channel++) data[to + channel] = planar[channel * size + from]! + 0.5
    }
  }
}

function write(
  data: Uint8Array,
  width: number,
  text: string,
  left: number,
  top: number,
  room: number,
  height: number,
): void {
  const lettering = letter(text, height)
  for (let y = 0; y < lettering.height; y++) {
    for (let x = 0; x < Math.min(lettering.width, room); x++) {
      const ink = lettering.ink[y * lettering.width + x]!
      if (ink === 0) continue
      const to = ((top + y) * width + left + x) * 3
      for (let channel = 0; channel < 3; channel++) {
        data[to + channel] = data[to + channel]! + ink * (INK - data[to + channel]!) + 0.5
      }
    }
  }
}
