/** A collage as SVG 1.1: an `image` for each piece, from back to front, with its title. */
import type { Host } from '../instrument.ts'
import type { Cut } from './cut.ts'
import { linkedNames, linkTo } from './linked.ts'
import { fileOf, rasterFor } from './picture-file.ts'
import type { Placement } from './place.ts'
import { resolutionOf, type CollageRequest } from './plan.ts'
import type { Drawing } from './render.ts'

/** Embedded pieces are this much finer than the canvas, for screens of two pixels to one and for a closer look. */
const FINER = 2

/**
 * Writes the drawing.
 * @param isLinked whether pieces are linked to, in a folder beside the file, in place of embedding them
 */
export async function collageSvg(
  { parameters, signal }: CollageRequest,
  { geometry, placements, cuts, files }: Drawing,
  host: Host,
  isLinked = false,
): Promise<Uint8Array> {
  const { width, height } = geometry
  const { background, bleed, dpi, shadow } = parameters
  const paper = dpi !== undefined || bleed > 0
  const unit = paper ? 25.4 / resolutionOf(parameters) : 1
  const measure = (pixels: number): string => `${short(pixels * unit)}${paper ? 'mm' : ''}`
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${measure(width)}" height="${measure(height)}" viewBox="0 0 ${width} ${height}">\n`,
    defs(placements, cuts, shadow),
    background === 'none' ? '' : `<rect width="${width}" height="${height}" fill="${background}"/>\n`,
  ]
  const names = linkedNames([...files.values()])
  const links = new Map(isLinked ? [...files.keys()].map((id, at) => [id, linkTo(names[at]!)]) : [])
  for (const placement of placements) {
    signal?.throwIfAborted()
    const file = files.get(placement.piece.id)!
    const href = links.get(placement.piece.id) ?? (await embedded(placement, file, host))
    parts.push(image(placement, href, cuts.has(placement.piece.id), shadow > 0))
    await host.breathe?.()
  }
  parts.push('</svg>\n')
  return new TextEncoder().encode(parts.join(''))
}

async function embedded(placement: Placement, file: Parameters<typeof rasterFor>[1], host: Host): Promise<string> {
  const { type, bytes } = await fileOf(await rasterFor(placement, file, FINER, host), host)
  return `data:${type};base64,${base64(bytes)}`
}

function image(placement: Placement, href: string, cut: boolean, shadow: boolean): string {
  const { piece, x, y, width, height, anchor, angle } = placement
  const turn = angle % 360 === 0 ? '' : ` rotate(${short(angle)})`
  const title = piece.credit.title === '' ? piece.id : piece.credit.title
  const drawn =
    `<image x="${short(-anchor[0] * width)}" y="${short(-anchor[1] * height)}" width="${short(width)}" height="${short(height)}" ` +
    `transform="translate(${short(x)} ${short(y)})${turn}" preserveAspectRatio="none" xlink:href="${href}"><title>${escaped(title)}</title></image>`
  // A clip is in the canvas's units, so it stands outside of what is turned.
  if (cut) return `<g clip-path="url(#cut-${piece.id})">${drawn}</g>\n`
  return shadow ? `<g filter="url(#shadow)">${drawn}</g>\n` : `${drawn}\n`
}

function defs(placements: readonly Placement[], cuts: ReadonlyMap<string, Cut>, shadow: number): string {
  const size =
    placements.reduce((sum, { width, height }) => sum + Math.max(width, height), 0) / Math.max(1, placements.length)
  const cast =
    shadow === 0
      ? ''
      : `<filter id="shadow"><feDropShadow dx="${short(0.007 * size)}" dy="${short(0.018 * size)}" stdDeviation="${short(0.04 * size)}" flood-opacity="${shadow}"/></filter>`
  const clips = [...cuts].map(([id, cut]) => {
    const line =
      cut.kind === 'circle'
        ? `<circle cx="${short(cut.x)}" cy="${short(cut.y)}" r="${short(cut.radius)}"/>`
        : `<polygon points="${cut.points.map(short).join(' ')}"/>`
    return `<clipPath id="cut-${id}">${line}</clipPath>`
  })
  return cast === '' && clips.length === 0 ? '' : `<defs>${cast}${clips.join('')}</defs>\n`
}

function short(number: number): string {
  return String(Math.round(number * 1000) / 1000)
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
}

function base64(bytes: Uint8Array): string {
  const pieces: string[] = []
  // In parts whose length is divisible by 3, so that no padding comes between.
  for (let at = 0; at < bytes.length; at += 24_576)
    pieces.push(btoa(String.fromCharCode(...bytes.subarray(at, at + 24_576))))
  return pieces.join('')
}
