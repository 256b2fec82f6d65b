/** What a press of a button or key does on the collage page. */
import { create } from 'zustand'
import { download } from '../files/download.ts'
import { edit, settingsOf, useDocument, type Settings } from '../state/document.ts'
import { keepMade, useRun, work } from '../state/run.ts'
import { sizes } from '../stage/sizes.ts'
import { filmFrames, formats } from './formats.ts'
import { select, useCollage } from './live.ts'

/** The format that Save writes; not a part of the document. */
export const useFormat = create<{ readonly format: string }>(() => ({ format: 'png' }))

/** A collage of other pieces of the collection, by chance. */
export function drawAnother(): void {
  const { parameters } = useDocument.getState()
  const { like: _, ...rest } = parameters
  select(undefined)
  edit('Another', { parameters: rest, seed: Math.floor(Math.random() * 2 ** 32), edits: [], pieces: {} })
}

/** Settings of the picture, whatever its film is like. */
function stillOf(settings: Settings): Settings {
  const { frames: _, ...parameters } = settings.parameters
  return { ...settings, parameters }
}

/** Settings of the film. */
function filmOf(settings: Settings): Settings {
  const { frames = filmFrames } = settings.parameters
  return { ...settings, parameters: { ...settings.parameters, frames } }
}

/** Pixels an inch of a size that is meant for print. */
function dpiIn({ parameters }: Settings): number | undefined {
  const { width, height, dpi } = parameters
  if (typeof dpi === 'number') return dpi
  return sizes.find((size) => size.width === width && size.height === height)?.dpi
}

/** Puts the collage on the shelf. */
export async function keep(): Promise<void> {
  if (useRun.getState().phase !== 'idle') return
  const settings = settingsOf(useDocument.getState())
  const made = await work(stillOf(settings), { format: 'png', dpi: dpiIn(settings) })
  if (made) await keepMade(settings, made, 'Keep', nameNow())
}

/** Saves the collage as a file in the chosen format. */
export async function saveNow(): Promise<void> {
  if (useRun.getState().phase !== 'idle') return
  const { moves, written, extension } = formats[useFormat.getState().format]!
  const settings = settingsOf(useDocument.getState())
  const dpi = written.format === 'png' && !moves ? dpiIn(settings) : undefined
  const made = await work(moves ? filmOf(settings) : stillOf(settings), { ...written, dpi })
  if (made) download(made.bytes, `${nameNow()}.${extension}`)
}

/** What the collage is called: after the piece that it is made around. */
function nameNow(): string {
  const { pieces, hero, collection } = useCollage.getState()
  const title = pieces.find(({ id }) => id === hero)?.title
  return `${title || collection || 'collage'} collage`.replace(/[\\/:]/g, ' ')
}
