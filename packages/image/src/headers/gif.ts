import type { HeaderFacts } from '../header.ts'
import { numberAt } from '../reader.ts'

/** GIF89a: the logical screen; whole when the first frame's blocks are, since that is the one that is read. */
export function gifHeader(bytes: Uint8Array): HeaderFacts | undefined {
  if (bytes.length < 13) return undefined
  return {
    width: numberAt(bytes, 6, 2, true),
    height: numberAt(bytes, 8, 2, true),
    depth: 8,
    color: 'rgb',
    alpha: true,
    orientation: 1,
    whole: hasFrame(bytes),
  }
}

function hasFrame(bytes: Uint8Array): boolean {
  let at = 13 + tableLength(bytes[10] ?? 0)
  for (;;) {
    const kind = bytes[at]
    if (kind === 0x2c) return skipBlocks(bytes, at + 11 + tableLength(bytes[at + 9] ?? 0)) > 0
    if (kind !== 0x21) return false
    at = skipBlocks(bytes, at + 2)
    if (at < 0) return false
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
