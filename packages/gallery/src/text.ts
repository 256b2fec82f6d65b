/** Text files of strangers: UTF-8, of a bounded size, with one kind of line end. */
import type { Fault } from './problem.ts'

/**
 * Decodes a text. Lines end in `\n` afterwards, whatever they ended in.
 * @param most the most bytes that are taken
 * @returns no text when it cannot be read further; with a byte order mark it can
 */
export function decodeText(bytes: Uint8Array, most: number): { text?: string; faults: Fault[] } {
  if (bytes.length > most) return { faults: [textTooLong(bytes.length, most)] }
  const faults: Fault[] = []
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return {
      faults: [
        {
          line: 1,
          code: 'not-utf8',
          message: 'The file is not UTF-8.',
          fix: 'Save it as UTF-8 (“Unicode”), without a byte order mark.',
        },
      ],
    }
  }
  if (text.startsWith('\u{feff}')) {
    faults.push({
      line: 1,
      code: 'byte-order-mark',
      message: 'The file begins with U+FEFF (byte order mark), which cannot be seen and hides the first line.',
      fix: 'Save it as UTF-8 without a byte order mark.',
    })
    text = text.slice(1)
  }
  return { text: text.replace(/\r\n/g, '\n'), faults }
}

/** The fault of a text that is not read because it is too long. */
export const textTooLong = (bytes: number, most: number): Fault => ({
  line: 1,
  code: 'text-size',
  message: `The file has ${bytes} bytes, and at most ${most} are taken.`,
  fix: 'Shorten it.',
})
