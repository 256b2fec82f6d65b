import { numberAt, textAt } from '../reader.ts'

/** The orientation (1…8) that an EXIF block (a TIFF structure, with or without the `Exif\0\0` before it) states; 1 when none. */
export function exifOrientation(block: Uint8Array): number {
  const bytes = textAt(block, 0, 6) === 'Exif\0\0' ? block.subarray(6) : block
  const little = textAt(bytes, 0, 2) === 'II'
  if (!little && textAt(bytes, 0, 2) !== 'MM') return 1
  const directory = numberAt(bytes, 4, 4, little)
  const count = numberAt(bytes, directory, 2, little)
  for (let index = 0; index < count; index++) {
    const entry = directory + 2 + index * 12
    if (!(entry + 12 <= bytes.length)) return 1
    if (numberAt(bytes, entry, 2, little) === 0x0112) return orientationOf(numberAt(bytes, entry + 8, 2, little))
  }
  return 1
}

/** A stated orientation if it is one, else 1 (upright). */
export function orientationOf(value: number): number {
  return value >= 1 && value <= 8 ? value : 1
}
