/** Silhouettes of pictures: aspect and coverage, made once and kept beside the features. */
import sharp from 'sharp'
import { kept } from './kept.ts'

/** What shows of a picture. */
export interface Shape {
  /** Width ÷ height. */
  readonly aspect: number
  /** Alpha, 32 × 32, stretched over the picture. */
  readonly mask: Uint8Array
}

const GRID = 32
/** Width and height as two bytes each, then the mask. */
const RECORD = 4 + GRID * GRID

/** Shapes of pictures, in the order of the files. */
export async function shapesOf(files: readonly string[]): Promise<Shape[]> {
  const bytes = await kept('openclipart-shapes', files.join('\n'), () => measure(files))
  return files.map((_, at) => {
    const record = bytes.subarray(at * RECORD, (at + 1) * RECORD)
    const width = record[0]! * 256 + record[1]!
    const height = record[2]! * 256 + record[3]!
    return { aspect: width / height, mask: record.subarray(4) }
  })
}

async function measure(files: readonly string[]): Promise<Uint8Array> {
  const bytes = new Uint8Array(files.length * RECORD)
  for (const [at, file] of files.entries()) {
    const picture = sharp(file, { limitInputPixels: false })
    const { width, height } = await picture.metadata()
    const mask = await picture.ensureAlpha().extractChannel(3).resize(GRID, GRID, { fit: 'fill' }).raw().toBuffer()
    bytes.set([width >> 8, width & 255, height >> 8, height & 255, ...mask], at * RECORD)
  }
  return bytes
}
