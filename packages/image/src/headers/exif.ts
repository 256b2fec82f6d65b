import { numberAt, textAt } from '../reader.ts'

/** Which way up the stored pixels are. */
export interface Orientation {
  /** 1…8; 1 is upright. */
  readonly orientation: number
  /** Where in the file the two bytes of the field are, when it says other than upright. */
  readonly orientationAt?: number | undefined
}

/** The orientation that an EXIF block (a TIFF structure, with or without the `Exif\0\0` before it) states. */
export function exifOrientation(block: Uint8Array, file: Uint8Array): Orientation {
  const bytes = textAt(block, 0, 6) === 'Exif\0\0' ? block.subarray(6) : block
  const little = textAt(bytes, 0, 2) === 'II'
  if (!little && textAt(bytes, 0, 2) !== 'MM') return upright
  const directory = numberAt(bytes, 4, 4, little)
  const count = numberAt(bytes, directory, 2, little)
  for (let index = 0; index < count; index++) {
    const entry = directory + 2 + index * 12
    if (!(entry + 12 <= bytes.length)) return upright
    if (numberAt(bytes, entry, 2, little) !== 0x0112) continue
    const orientation = orientationOf(numberAt(bytes, entry + 8, 2, little))
    const orientationAt = bytes.byteOffset - file.byteOffset + entry + 8
    return orientation === 1 ? upright : { orientation, orientationAt }
  }
  return upright
}

/** Nothing to rotate. */
export const upright: Orientation = { orientation: 1 }

/** A stated orientation if it is one, else 1. */
export function orientationOf(value: number): number {
  return value >= 1 && value <= 8 ? value : 1
}
