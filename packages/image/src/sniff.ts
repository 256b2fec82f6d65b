/**
 * What a file is, told by its content and never by its name.
 */

/** The picture formats that Reverie reads. `heic` is recognised and refused with advice where it cannot be decoded. */
export const pictureFormats = ['png', 'jpeg', 'webp', 'avif', 'heic', 'tiff', 'gif'] as const

/** A picture format that Reverie reads. */
export type PictureFormat = (typeof pictureFormats)[number]

/** A kind of file that Reverie recognises so as to say what it is. */
export type OtherFormat =
  | 'svg'
  | 'pdf'
  | 'mp4'
  | 'mov'
  | 'webm'
  | 'avi'
  | 'bmp'
  | 'ico'
  | 'psd'
  | 'jxl'
  | 'jp2'
  | 'exr'
  | 'zip'
  | 'gzip'
  | 'onnx'
  | 'html'
  | 'json'
  | 'text'

interface Rule {
  readonly format: PictureFormat | OtherFormat
  readonly at?: number
  readonly text: string
}

const rules: readonly Rule[] = [
  { format: 'png', text: '\x89PNG\r\n\x1a\n' },
  { format: 'jpeg', text: '\xff\xd8\xff' },
  { format: 'gif', text: 'GIF87a' },
  { format: 'gif', text: 'GIF89a' },
  { format: 'tiff', text: 'II*\0' },
  { format: 'tiff', text: 'MM\0*' },
  { format: 'tiff', text: 'II+\0' },
  { format: 'tiff', text: 'MM\0+' },
  { format: 'webp', at: 8, text: 'WEBP' },
  { format: 'avi', at: 8, text: 'AVI ' },
  { format: 'pdf', text: '%PDF-' },
  { format: 'bmp', text: 'BM' },
  { format: 'ico', text: '\0\0\x01\0' },
  { format: 'psd', text: '8BPS' },
  { format: 'jxl', text: '\xff\x0a' },
  { format: 'jxl', text: '\0\0\0\x0cJXL ' },
  { format: 'jp2', text: '\0\0\0\x0cjP  ' },
  { format: 'exr', text: 'v/1\x01' },
  { format: 'webm', text: '\x1aE\xdf\xa3' },
  { format: 'zip', text: 'PK\x03\x04' },
  { format: 'gzip', text: '\x1f\x8b' },
]

const brands: Readonly<Record<string, PictureFormat | OtherFormat>> = {
  avif: 'avif',
  avis: 'avif',
  heic: 'heic',
  heix: 'heic',
  hevc: 'heic',
  hevx: 'heic',
  heim: 'heic',
  heis: 'heic',
  'qt  ': 'mov',
}

/** The format of a file by its first bytes (some hundred are enough), or undefined when nothing is recognised. */
export function sniff(bytes: Uint8Array): PictureFormat | OtherFormat | undefined {
  const start = String.fromCharCode(...bytes.subarray(0, 1024))
  const rule = rules.find(({ at = 0, text }) => start.startsWith(text, at))
  if (rule !== undefined && (rule.format !== 'webp' || start.startsWith('RIFF'))) return rule.format
  if (start.startsWith('ftyp', 4)) return brandFormat(start)
  return textFormat(start)
}

/** ISO base media files tell themselves apart by brands; a general brand (`mif1`) leaves it to the compatible ones. */
function brandFormat(start: string): PictureFormat | OtherFormat {
  const size = Math.min(start.length, (start.charCodeAt(2) << 8) | start.charCodeAt(3))
  for (let at = 8; at + 4 <= size; at += at === 8 ? 8 : 4) {
    const format = brands[start.slice(at, at + 4)]
    if (format !== undefined) return format
  }
  return start.startsWith('mif1', 8) || start.startsWith('msf1', 8) ? 'heic' : 'mp4'
}

function textFormat(start: string): OtherFormat | undefined {
  const text = start.replace(/^\xef\xbb\xbf/, '').trimStart()
  if (
    text === '' ||
    Array.from(text, (letter) => letter.charCodeAt(0)).some((code) => code < 9 || (code > 13 && code < 27))
  )
    return undefined
  if (/^(?:<\?xml[^>]*>\s*|<!--[\s\S]*?-->\s*|<!DOCTYPE svg[^>]*>\s*)*<svg[\s>]/i.test(text)) return 'svg'
  if (/^<(?:!doctype html|html)/i.test(text)) return 'html'
  return /^[{[]/.test(text) ? 'json' : 'text'
}
