import type { HeaderFacts } from '../header.ts'
import { numberAt, textAt } from '../reader.ts'
import { exifOrientation, upright } from './exif.ts'

/** WebP (RFC 9649): the canvas of the extended header or of the first bitstream; whole when the RIFF is. */
export function webpHeader(bytes: Uint8Array): HeaderFacts | undefined {
  const end = 8 + numberAt(bytes, 4, 4, true)
  let size: { width: number; height: number } | undefined
  let alpha = false
  let turn = upright
  let profile: Uint8Array | undefined
  for (let at = 12; at + 8 <= Math.min(end, bytes.length);) {
    const type = textAt(bytes, at, 4)
    const length = numberAt(bytes, at + 4, 4, true)
    const data = bytes.subarray(at + 8, at + 8 + length)
    if (type === 'VP8X') {
      size = { width: numberAt(data, 4, 3, true) + 1, height: numberAt(data, 7, 3, true) + 1 }
      alpha = ((data[0] ?? 0) & 16) !== 0
    }
    if (type === 'VP8 ' && textAt(data, 3, 3) === '\x9d\x01\x2a')
      size ??= { width: numberAt(data, 6, 2, true) & 0x3fff, height: numberAt(data, 8, 2, true) & 0x3fff }
    if (type === 'VP8L' && data[0] === 0x2f) {
      const bits = numberAt(data, 1, 4, true)
      if (size === undefined) alpha = ((bits >>> 28) & 1) === 1
      size ??= { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
    }
    if (type === 'ICCP') profile = data
    if (type === 'EXIF') turn = exifOrientation(data, bytes)
    at += 8 + length + (length % 2)
  }
  if (size === undefined) return undefined
  return { ...size, depth: 8, color: 'rgb', alpha, ...turn, profile, whole: end <= bytes.length }
}
