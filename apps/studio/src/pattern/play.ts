/** What a press of a button or key does on the pattern page. */
import { create } from 'zustand'
import { download } from '../files/download.ts'
import { instrumentNamed } from '../instrument.ts'
import { edit, settingsOf, useDocument } from '../state/document.ts'
import { note } from '../state/room.ts'
import { keepMade, nameOf, useRun, work } from '../state/run.ts'
import { another, roll } from './chance.ts'
import { formats, loopOf, stillOf } from './formats.ts'
import { latentsNow, settingsSeen } from './live.ts'
import { dpiOf } from './sizes.ts'

/** The format that Save writes; not a part of the document. */
export const useFormat = create<{ readonly format: string }>(() => ({ format: 'png' }))

const allLocked = () =>
  note('action', { tone: 'plain', text: 'Network, colour and latents are all locked: unlock one of them.' })

/** Another network like this one. */
export function drawAnother(): void {
  const change = another(useDocument.getState(), latentsNow(), Math.random)
  if (change) edit('Another', change)
  else allLocked()
}

/** Other forms, other colours, other latents, as far as they are not locked. */
export function rollDice(): void {
  const change = roll(instrumentNamed('pattern'), useDocument.getState(), latentsNow().length, Math.random)
  if (change) edit('Randomise', change)
  else allLocked()
}

/** Puts the picture that is seen on the shelf, exactly. */
export async function keep(): Promise<void> {
  if (useRun.getState().phase !== 'idle') return
  const settings = settingsSeen()
  const still = stillOf(settings)
  const made = await work(still, { format: 'png', dpi: dpiOf(still.parameters) })
  if (made) await keepMade(settings, made, 'Keep')
}

/** Saves the picture that is seen, or its loop, as a file in the chosen format. */
export async function saveNow(): Promise<void> {
  if (useRun.getState().phase !== 'idle') return
  const { moves, written, extension } = formats[useFormat.getState().format]!
  const settings = moves ? loopOf(settingsOf(useDocument.getState())) : stillOf(settingsSeen())
  const dpi = written.format === 'png' ? dpiOf(settings.parameters) : undefined
  const made = await work(settings, { ...written, dpi })
  if (made) download(made.bytes, `${nameOf(settings)}.${extension}`)
}
