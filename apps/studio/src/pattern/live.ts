/** The page's end of the live picture: follows the document, and keeps what the worker tells. */
import { proxy, transfer } from 'comlink'
import { useMemo } from 'react'
import { create } from 'zustand'
import { useCanvas } from '../state/canvas.ts'
import { settingsOf, useDocument, type Settings } from '../state/document.ts'
import { followSettings } from '../state/follow.ts'
import { note, problem } from '../state/room.ts'
import { inputsOf } from '../state/run.ts'
import { patterns } from '../workers/pattern-client.ts'
import type { LiveEvent } from '../workers/pattern-api.ts'
import { latentsIn, placed } from './latents.ts'

/** What is on the canvas. */
interface Picture {
  /** Where the pattern is in latent space: where its loop begins. Empty until the first one is understood. */
  readonly latents: readonly number[]
  /** The colours of its gradient or palette, as `#rrggbb`. */
  readonly colors: readonly string[]
  /** Where the loop is, 0 to 1, and the latents there while it is not at its beginning. */
  readonly time: number
  readonly moving: readonly number[] | undefined
  readonly isPlaying: boolean
  /** What draws, and why; undefined before the first picture. */
  readonly path: 'webgl' | 'kernel' | undefined
  readonly why: string
  /** Milliseconds that the last full picture took. */
  readonly took: number | undefined
  readonly isChaotic: boolean
  /** Number of the last change that is on the canvas, coarsely and in full; and of the last that was made. */
  readonly first: number
  readonly full: number
  readonly wanted: number
}

/** The live picture. */
export const usePicture = create<Picture>(() => ({
  latents: [],
  colors: [],
  time: 0,
  moving: undefined,
  isPlaying: false,
  path: undefined,
  why: '',
  took: undefined,
  isChaotic: false,
  first: 0,
  full: 0,
  wanted: 0,
}))

let number = 0
/** Number of the pattern on the table; later ones are of its size and of its loop. */
let lying = 0
/** When each change that is not on the canvas yet was made. */
const asked = new Map<number, number>()

/** The latents of the picture, as they are on the table. */
export function latentsNow(): readonly number[] {
  return latentsIn(useDocument.getState(), usePicture.getState().latents)
}

/** The same for a component. */
export function useLatents(): readonly number[] {
  const drawn = usePicture((picture) => picture.latents)
  const parameters = useDocument((document) => document.parameters)
  const edits = useDocument((document) => document.edits)
  return useMemo(() => latentsIn({ parameters, edits }, drawn), [parameters, edits, drawn])
}

/** Draws on a canvas from now on, until the returned function is called. */
export function drawOn(canvas: HTMLCanvasElement): () => void {
  const away = canvas.transferControlToOffscreen()
  void patterns().attach(transfer(away, [away]), proxy(happen))
  return () => {
    rewind()
    void patterns().detach()
  }
}

/** Follows the document until the returned function is called. */
export const followPattern = (): (() => void) => followSettings(show)

/** Pixels of the canvas. */
export function resizePicture(width: number, height: number): void {
  void patterns().resize(width, height, change())
}

/** A change begins; its number. */
function change(): number {
  number += 1
  asked.set(number, performance.now())
  usePicture.setState({ wanted: number })
  return number
}

async function show(settings: Settings): Promise<void> {
  const mine = change()
  lying = mine
  try {
    const pattern = await inputsOf(settings)
    if (mine === lying) void patterns().show(pattern, mine)
  } catch (error) {
    problem('stage', error)
  }
}

function happen(event: LiveEvent): void {
  if (event.type === 'time') {
    if (usePicture.getState().isPlaying) usePicture.setState({ time: event.time, moving: event.latents })
    return
  }
  if (event.type === 'drawn') {
    drawn(event)
    return
  }
  if (event.type === 'rested') {
    useCanvas.setState({ swatch: event.swatch })
    usePicture.setState({ isChaotic: event.chaotic })
    return
  }
  // Of a pattern that is no longer on the table nothing needs to be known.
  if (event.number !== lying) return
  if (event.type === 'opened') {
    note('stage', undefined)
    const { latents } = usePicture.getState()
    const isMoved = latents.some((latent, index) => latent !== event.latents[index])
    usePicture.setState({ latents: event.latents, colors: event.colors })
    // Whoever moves the latents wants to see them where they are, not where a loop was paused.
    if (isMoved && !usePicture.getState().isPlaying) rewind()
  } else problem('stage', new Error(event.text))
}

function drawn(event: LiveEvent & { type: 'drawn' }): void {
  const { number: of, stage, path, why, milliseconds } = event
  measure(event)
  usePicture.setState({
    path,
    why,
    ...(stage === 'full' ? { first: of, full: of, took: milliseconds } : { first: of }),
  })
}

/** Says in the browser's own record how long a change took to be seen: `npm run bench -- studio` reads it. */
function measure({ number: of, stage, width, height }: LiveEvent & { type: 'drawn' }): void {
  const start = asked.get(of)
  if (start === undefined) return
  performance.measure(`pattern ${stage}`, { start, detail: { of, width, height } })
  if (stage === 'full') for (const old of asked.keys()) if (old <= of) asked.delete(old)
}

/** Plays the loop, or pauses it where it is. */
export function playOrPause(): void {
  const { isPlaying, time } = usePicture.getState()
  usePicture.setState({ isPlaying: !isPlaying })
  void patterns().play(!isPlaying, time, change())
}

/** Stops the loop, and goes back to where it begins. */
function rewind(): void {
  const { isPlaying, moving } = usePicture.getState()
  if (!isPlaying && moving === undefined) return
  usePicture.setState({ isPlaying: false, time: 0, moving: undefined })
  void patterns().play(false, 0, change())
}

/** The settings of the picture that is seen: where a loop is held, its latents are those of that moment. */
export function settingsSeen(): Settings {
  const settings = settingsOf(useDocument.getState())
  const { moving } = usePicture.getState()
  return moving ? { ...settings, ...placed(settings, moving) } : settings
}
