/** Sizes as people say them: pixels, paper by its name, or lengths. */
import { readSize } from './again.ts'

/** Millimetres, upright. */
const papers: Readonly<Record<string, readonly [number, number]>> = {
  a0: [841, 1189],
  a1: [594, 841],
  a2: [420, 594],
  a3: [297, 420],
  a4: [210, 297],
  a5: [148, 210],
  a6: [105, 148],
  letter: [215.9, 279.4],
  legal: [215.9, 355.6],
  tabloid: [279.4, 431.8],
}
const millimetres: Readonly<Record<string, number>> = { mm: 1, cm: 10, in: 25.4 }
const INCH = 25.4

/** What a size may look like, for sentences. */
export const sizeExamples = '"1920x1080", "1080" for a square, "a3", "a3-landscape" or "300x200mm"'

/**
 * Reads a size.
 * @param dpi pixels an inch, for paper
 * @returns undefined when it is none; `paper` where it was meant for paper
 */
export function readPaperSize(
  text: string,
  dpi: number,
): { readonly width: number; readonly height: number; readonly paper: boolean } | undefined {
  const pixels = readSize(text)
  if (pixels !== undefined) {
    return 'side' in pixels
      ? { width: pixels.side, height: pixels.side, paper: false }
      : { ...pixels, paper: false }
  }
  const lengths = lengthsOf(text.trim().toLowerCase())
  if (lengths === undefined) return undefined
  const [width, height] = lengths.map((length) => Math.round((length / INCH) * dpi))
  return { width: width!, height: height!, paper: true }
}

/** Millimetres. */
function lengthsOf(text: string): readonly [number, number] | undefined {
  const [, name = '', landscape] = /^([a-z0-9]+?)(-landscape)?$/.exec(text) ?? []
  const paper = Object.hasOwn(papers, name) ? papers[name] : undefined
  if (paper !== undefined) return landscape === undefined ? paper : [paper[1], paper[0]]
  const [, first, second, unit] = /^(\d+(?:\.\d+)?)\s*[x×]\s*(\d+(?:\.\d+)?)\s*(mm|cm|in)$/.exec(text) ?? []
  if (unit === undefined) return undefined
  const factor = millimetres[unit]!
  return [Number(first) * factor, Number(second) * factor]
}
