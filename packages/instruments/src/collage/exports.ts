/** What a collage can become besides pixels: a drawing, or a print. */
import { InstrumentError, type ExportFormat, type Host } from '../instrument.ts'
import { gatherCollage } from './gather.ts'
import { collagePdf } from './pdf.ts'
import type { CollageRequest } from './plan.ts'
import { drawingOf } from './render.ts'
import { collageSvg } from './svg.ts'

/** `collage`'s `exports` (instrument.ts). */
export const collageExports = {
  svg: {
    kind: 'vector',
    extension: 'svg',
    title: 'SVG',
    description: 'Every piece a picture of its own in the drawing, to be moved on in a drawing program.',
  },
  'svg-linked': {
    kind: 'vector',
    extension: 'svg',
    title: 'SVG with links',
    description: 'The same, small: the originals lie beside it in a folder called pieces.',
  },
  pdf: {
    kind: 'vector',
    extension: 'pdf',
    title: 'PDF for print',
    description: 'A page of the size on paper, with bleed and the box of the cut, transparency kept.',
  },
} as const satisfies Readonly<Record<string, ExportFormat>>

/** `collage`'s `export` (instrument.ts). */
export async function exportCollage(asked: CollageRequest, format: string, host: Host): Promise<Uint8Array> {
  const request = await gatherCollage(asked, host)
  const drawing = drawingOf(request)
  if (format === 'svg') return collageSvg(request, drawing, host)
  if (format === 'svg-linked') return collageSvg(request, drawing, host, true)
  if (format === 'pdf') return collagePdf(request, drawing, host)
  throw new InstrumentError(
    `A collage is not exported as "${format}". There are: ${Object.keys(collageExports).join(', ')}.`,
  )
}
