/**
 * Patterns ready to be drawn. Drawing the network from its seed, reading it from a file and decoding pictures take longer
 * than a frame; while a person plays, most of that stays the same and is kept.
 */
import {
  latentWay,
  openDrawing,
  parametersOf,
  pattern,
  type InputFile,
  type InputPicture,
} from '@reverie/instruments/web'
import type { JSONValue } from '../instrument.ts'
import type { JobFile, JobInputs } from './network-api.ts'
import { openFile, openPicture, requestFor } from './request.ts'

type Drawing = Awaited<ReturnType<typeof openDrawing>>
type Scene = ReturnType<Drawing['scene']>

/** A pattern that can be drawn at any latents. */
export interface Opened {
  readonly latents: readonly number[]
  /** Its scene where the loop is at that time, 0 to 1. */
  readonly at: (time: number) => Scene
  /** Its scene at other latents. */
  readonly with: (latents: readonly number[]) => Scene
  /** Seconds of a loop. */
  readonly seconds: number
}

/** Drawings that are kept: what is on the canvas, and one that it goes back and forth with. */
const most = 3
/** Files of each kind: a picture that leads and one for the palette, or the several files of a network. */
const mostFiles = 8
/** A loop that has no frames of its own yet plays for so many seconds. */
const seconds = 4

/** Opens patterns. @returns a function that throws InstrumentError, ImageError in sentences */
export function createDrawings(): (given: JobInputs) => Promise<Opened> {
  const drawings = new Map<string, Promise<Drawing>>()
  const pictures = kept(openPicture)
  const files = kept(openFile)
  return async (given) => {
    const { base, place } = split(given)
    const key = JSON.stringify({ ...base, inputs: hashes(base.inputs), files: hashes(base.files) })
    let drawing = drawings.get(key)
    if (!drawing) {
      drawing = requestFor(pattern, base, { picture: pictures, file: files }).then((request) =>
        openDrawing(request as Parameters<typeof openDrawing>[0]),
      )
      drawing.catch(() => drawings.delete(key))
    } else drawings.delete(key)
    // The last used stands last.
    drawings.set(key, drawing)
    for (const old of drawings.keys()) if (drawings.size > most) drawings.delete(old)
    return openedFrom(await drawing, given, place)
  }
}

function openedFrom(drawing: Drawing, { parameters, seed }: JobInputs, place: readonly number[]): Opened {
  const scene = drawing.scene(0)
  const latents = scene.latents.map((latent, index) => place[index] ?? latent)
  const { swing, turns, path, frames, fps } = parametersOf(pattern, { parameters })
  const way = latentWay(latents, { seed, swing, turns, path })
  return {
    latents,
    at: (time) => ({ ...scene, latents: way(time) }),
    with: (others) => ({ ...scene, latents: latents.map((latent, index) => others[index] ?? latent) }),
    seconds: frames > 1 ? frames / fps : seconds,
  }
}

/** What decides everything but the latents where these are put somewhere at last, and where. */
function split(given: JobInputs): { readonly base: JobInputs; readonly place: readonly number[] } {
  const { parameters, edits } = given
  const last = edits.at(-1)
  if (last === undefined) {
    const { z = [], ...others } = parameters
    return { base: { ...given, parameters: others }, place: z as number[] }
  }
  const place = placeIn(last)
  return place ? { base: { ...given, edits: edits.slice(0, -1) }, place } : { base: given, place: [] }
}

function placeIn(edit: JSONValue): readonly number[] | undefined {
  const isPlace = typeof edit === 'object' && edit !== null && !Array.isArray(edit) && edit['type'] === 'place'
  return isPlace ? (edit['latents'] as number[]) : undefined
}

const hashes = (given: JobInputs['inputs']) =>
  Object.entries(given).map(([port, list]) => [port, list.map(({ sha256 }) => sha256)])

/** Files by their hash, so that each is opened once. */
function kept<T extends InputFile | InputPicture>(
  open: (file: JobFile) => Promise<T>,
): (file: JobFile) => Promise<T> {
  const opened = new Map<string, Promise<T>>()
  return (file) => {
    const known = opened.get(file.sha256) ?? open(file)
    opened.delete(file.sha256)
    opened.set(file.sha256, known)
    for (const old of opened.keys()) if (opened.size > mostFiles) opened.delete(old)
    return known
  }
}
