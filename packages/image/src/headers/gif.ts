import type { HeaderFacts } from '../header.ts'
import { numberAt } from '../reader.ts'

/**
 * GIF89a: the logical screen, or more when the first frame reaches beyond it; whole when the first frame's blocks are,
 * since that is the one that is read.
 */
export function gifHeader(bytes: Uint8Array): HeaderFacts | undefined {
  if (bytes.length < 13) return undefined
  const number = (at: number) => numberAt(bytes, at, 2, true)
  const place = firstFrame(bytes)
  const facts = {
    width: number(6),
    height: number(8),
    depth: 8,
    color: 'rgb',
    alpha: true,
    orientation: 1,
  } as const
  if (place === undefined || Number.isNaN(number(place + 7))) return { ...facts, whole: false }
  const frame = {
    left: number(place + 1),
    top: number(place + 3),
    width: number(place + 5),
    height: number(place + 7),
  }
  const width = Math.max(facts.width, frame.left + frame.width)
  const height = Math.max(facts.height, frame.top + frame.height)
  const whole = skipBlocks(bytes, place + 11 + tableLength(bytes[place + 9] ?? 0)) > 0
  return { ...facts, width, height, whole, ...(frame.width === width && frame.height === height ? {} : { frame }) }
}

/** Where the first image descriptor is. */
function firstFrame(bytes: Uint8Array): number | undefined {
  let at = 13 + tableLength(bytes[10] ?? 0)
  for (;;) {
    if (bytes[at] === 0x2c) return at
    if (bytes[at] !== 0x21) return undefined
    at = skipBlocks(bytes, at + 2)
    if (at < 0) return undefined
  }
}

/** Bytes of the colour table that a packed field announces. */
function tableLength(packed: number): number {
  return packed & 0x80 ? 3 << ((packed & 7) + 1) : 0
}

/** Where a chain of sub-blocks ends, or −1 when it does not. */
function skipBlocks(bytes: Uint8Array, from: number): number {
  let at = from
  for (let length = bytes[at]; length !== undefined; length = bytes[at]) {
    at += 1 + length
    if (length === 0) return at
  }
  return -1
}
