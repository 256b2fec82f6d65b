/**
 * GIF89a: XMP in an application extension `XMP DataXMP` (XMP specification, part 3, 1.1.2). The packet is not cut into
 * sub-blocks: a trailer of 258 bytes leads a reader that takes its characters for block lengths to the end.
 */
import { concat, hasText, latin1, readNumber } from '../bytes.ts'
import type { Container } from '../container.ts'
import { RecipeError } from '../error.ts'
import { textOfXmp, xmpElement, xmpPacket } from '../xmp.ts'

const application = '\x21\xff\x0bXMP DataXMP'
/** 1, then 255 down to 0, then the end of the blocks. */
const trailer = Uint8Array.from({ length: 258 }, (_, index) => (index === 0 ? 1 : index === 257 ? 0 : 256 - index))

interface Block {
  readonly start: number
  readonly end: number
}

export const gif: Container = {
  title: 'GIF',
  matches: (bytes) => hasText(bytes, 0, 'GIF87a') || hasText(bytes, 0, 'GIF89a'),
  embed: (bytes, content) => {
    const { blocks, end } = blocksOf(bytes)
    if (bytes[end] !== 0x3b)
      throw new RecipeError('The GIF is cut off (its end is missing): write the picture again.')
    const first = blocks[0]?.start ?? end
    const kept = blocks
      .filter(({ start }) => !hasText(bytes, start, application))
      .map(({ start, end: to }) => bytes.subarray(start, to))
    // Extensions need version 89a, whose header is otherwise the same.
    const head = concat([latin1('GIF89a'), bytes.subarray(6, first)])
    return concat([
      head,
      ...kept,
      latin1(application),
      xmpPacket(xmpElement(content)),
      trailer,
      bytes.subarray(end),
    ])
  },
  extract: (bytes) => {
    for (const { start, end } of blocksOf(bytes).blocks)
      if (hasText(bytes, start, application)) return textOfXmp(bytes.subarray(start + application.length, end))
    return undefined
  },
}

/** Extensions and images up to the end mark, or as far as they are whole. */
function blocksOf(bytes: Uint8Array): { blocks: Block[]; end: number } {
  const blocks: Block[] = []
  let at = 13 + tableLength(bytes[10] ?? 0)
  for (;;) {
    const kind = bytes[at]
    const data = kind === 0x21 ? at + 2 : kind === 0x2c ? at + 11 + tableLength(bytes[at + 9] ?? 0) : undefined
    const end = data === undefined ? undefined : endOfSubBlocks(bytes, data)
    if (end === undefined) return { blocks, end: at }
    blocks.push({ start: at, end })
    at = end
  }
}

function endOfSubBlocks(bytes: Uint8Array, from: number): number | undefined {
  let at = from
  for (;;) {
    const length = readNumber(bytes, at, 1)
    if (Number.isNaN(length)) return undefined
    at += 1 + length
    if (length === 0) return at
  }
}

function tableLength(packed: number): number {
  return packed & 0x80 ? 3 << ((packed & 7) + 1) : 0
}
