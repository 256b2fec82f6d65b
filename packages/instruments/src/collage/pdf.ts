/**
 * A collage as PDF for print: one page of the size on paper, with bleed (BleedBox) and the box of the cut (TrimBox); each
 * piece an image of its own at the resolution of the print, in sRGB, with its transparency as a soft mask.
 *
 * pdfkit writes the file; images go in below its own, since it would decode PNGs again and knows no colour profile.
 */
import { flatten, srgbProfile, type Raster } from '@reverie/image'
import { zlibSync } from 'fflate'
import type { Host } from '../instrument.ts'
import type { Cut } from './cut.ts'
import { QUALITY, rasterFor } from './picture-file.ts'
import type { Placement } from './place.ts'
import { resolutionOf, type CollageRequest } from './plan.ts'
import type { Drawing } from './render.ts'

/** Points an inch. */
const POINTS = 72
/** The PDF says when it was made; a work says the same whenever it is made again. */
const NO_DATE = new Date(0)

type Document = PDFKit.PDFDocument
type Reference = PDFKit.PDFKitReference

/** Writes the page. */
export async function collagePdf(
  { parameters, signal }: CollageRequest,
  { geometry, placements, cuts, files }: Drawing,
  host: Host,
): Promise<Uint8Array> {
  const { default: PDFDocument } = await import('pdfkit')
  const points = POINTS / resolutionOf(parameters)
  const size: [number, number] = [geometry.width * points, geometry.height * points]
  const info = { Producer: 'Reverie', Creator: 'Reverie', CreationDate: NO_DATE }
  // Without a font: there are no words on the page, and a browser has none to give.
  const font = null as unknown as string
  const document = new PDFDocument({ autoFirstPage: false, margin: 0, pdfVersion: '1.7', info, font })
  const written = collected(document)
  document.addPage({ size, margin: 0 })
  const page = document.page as unknown as {
    dictionary: { data: Record<string, unknown> }
    xobjects: Record<string, Reference>
  }
  const beyond = geometry.bleed * points
  page.dictionary.data['BleedBox'] = [0, 0, ...size]
  page.dictionary.data['TrimBox'] = [beyond, beyond, size[0] - beyond, size[1] - beyond]
  if (parameters.background !== 'none') document.rect(0, 0, ...size).fill(parameters.background)
  const colors = colorSpace(document)
  for (const [index, placement] of placements.entries()) {
    signal?.throwIfAborted()
    const raster = await rasterFor(placement, files.get(placement.piece.id)!, 1, host)
    const name = `P${index}`
    page.xobjects[name] = await imageOf(document, raster, colors, host)
    document.save()
    const cut = cuts.get(placement.piece.id)
    if (cut !== undefined) clip(document, cut, points)
    document.addContent(`${matrix(placement, points)} cm /${name} Do`)
    document.restore()
    await host.breathe?.()
  }
  document.end()
  return written
}

function collected(document: Document): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  return new Promise((resolve, reject) => {
    document.on('data', (chunk: Uint8Array) => chunks.push(chunk))
    document.on('error', reject)
    document.on('end', () => {
      const whole = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0))
      let at = 0
      for (const chunk of chunks) {
        whole.set(chunk, at)
        at += chunk.length
      }
      resolve(whole)
    })
  })
}

/** sRGB by its profile. */
function colorSpace(document: Document): unknown[] {
  const profile = document.ref({ N: 3, Alternate: 'DeviceRGB' })
  profile.end(srgbProfile())
  return ['ICCBased', profile]
}

async function imageOf(document: Document, raster: Raster, colors: unknown[], host: Host): Promise<Reference> {
  const { width, height, channels } = raster
  const about = { Type: 'XObject', Subtype: 'Image', Width: width, Height: height, BitsPerComponent: 8 }
  if (channels !== 4) {
    const bytes = await host.writeImage(flatten(raster), 'jpeg', QUALITY)
    return stream(document, { ...about, ColorSpace: colors, Filter: 'DCTDecode' }, bytes)
  }
  const [colorBytes, alphaBytes] = split(raster)
  const deflated = { ...about, Filter: 'FlateDecode' }
  const mask = stream(document, { ...deflated, ColorSpace: 'DeviceGray' }, zlibSync(alphaBytes))
  return stream(document, { ...deflated, ColorSpace: colors, SMask: mask }, zlibSync(colorBytes))
}

function stream(document: Document, data: Record<string, unknown>, bytes: Uint8Array): Reference {
  const reference = document.ref(data)
  reference.end(bytes)
  return reference
}

/** Colours and alpha apart. What is transparent is white, which deflates to nothing and shows on no edge. */
function split({ data, width, height }: Raster): [Uint8Array, Uint8Array] {
  const colors = new Uint8Array(width * height * 3).fill(255)
  const alpha = new Uint8Array(width * height)
  for (let at = 0; at < alpha.length; at++) {
    alpha[at] = data[at * 4 + 3] as number
    if (alpha[at] === 0) continue
    for (let channel = 0; channel < 3; channel++) colors[at * 3 + channel] = data[at * 4 + channel] as number
  }
  return [colors, alpha]
}

/** The unit square, whose first row is at 1, to the piece's place; pdfkit's y goes down. */
function matrix({ x, y, width, height, anchor, angle }: Placement, points: number): string {
  const turn = (angle * Math.PI) / 180
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)]
  const left = -anchor[0] * width
  const bottom = (1 - anchor[1]) * height
  const numbers = [
    width * cos,
    width * sin,
    height * sin,
    -height * cos,
    x + left * cos - bottom * sin,
    y + left * sin + bottom * cos,
  ]
  return numbers.map((number) => (number * points).toFixed(4)).join(' ')
}

function clip(document: Document, cut: Cut, points: number): void {
  if (cut.kind === 'circle') document.circle(cut.x * points, cut.y * points, cut.radius * points).clip()
  else {
    const corners = Array.from({ length: cut.points.length / 2 }, (_, at): [number, number] => [
      cut.points[2 * at]! * points,
      cut.points[2 * at + 1]! * points,
    ])
    document.polygon(...corners).clip()
  }
}
