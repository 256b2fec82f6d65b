/**
 * File names are bytes on most systems, and paths in a collection are text. Bytes that are not UTF-8 become `\xNN`, and
 * so does the backslash of what reads like such an escape already: the text leads back to the bytes.
 */

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** A name as text. */
export function nameToText(name: Uint8Array): string {
  const text = decode(name)
  if (text !== undefined) return text.replace(/\\(?=x[0-9a-f]{2})/g, '\\x5c')
  // Byte by byte, as the longest valid sequences of up to four bytes.
  let result = ''
  for (let at = 0; at < name.length;) {
    const length = [1, 2, 3, 4].find((count) => decode(name.subarray(at, at + count)) !== undefined)
    const piece = name.subarray(at, at + (length ?? 1))
    result += length === undefined ? `\\x${hex(name[at] as number)}` : nameToText(piece)
    at += piece.length
  }
  return result
}

/** The bytes of a name or a path that `nameToText` gave. */
export function textToName(text: string): Uint8Array {
  const parts = text.split(/\\x([0-9a-f]{2})/)
  return Buffer.concat(
    parts.map((part, index) => (index % 2 === 0 ? Buffer.from(part) : Buffer.from([parseInt(part, 16)]))),
  )
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes)
  } catch {
    return undefined
  }
}

const hex = (byte: number): string => byte.toString(16).padStart(2, '0')
