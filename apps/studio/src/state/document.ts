/** What lies on the table: the instrument, its parameters and pictures. Kept across reloads; every edit can be undone. */
import { create } from 'zustand'
import { sampleRefs } from '../files/sample.ts'
import type { PictureRef } from '../files/picture.ts'
import { instruments, type JSONValue, type Parameters } from '../instrument.ts'
import { record } from './history.ts'

/** All that a recipe needs, and which work of the shelf is on the canvas. */
export interface StudioDocument {
  readonly instrument: string
  /** Only what was set; the rest are the instrument's defaults. */
  readonly parameters: Parameters
  /** 0 … 2³² − 1. */
  readonly seed: number
  /** Parameters that chance and presets leave alone. */
  readonly locked: readonly string[]
  readonly inputs: Readonly<Record<string, readonly PictureRef[]>>
  /** The shelf's work that these settings made, when it is the one shown. */
  readonly work: string | undefined
}

const place = 'reverie.document'

/** A fresh table: the first instrument, the first sample. */
function emptyDocument(): StudioDocument {
  return {
    instrument: instruments[0]!.name,
    parameters: {},
    seed: 1,
    locked: [],
    inputs: { image: [sampleRefs[0]!] },
    work: undefined,
  }
}

/** The document. Change it with `edit` and its like, never directly. */
export const useDocument = create<StudioDocument>(() => restored())

/**
 * Changes the document, remembering how it was.
 *
 * @param label What was done, as a history would name it: "Octaves".
 * @param key Edits of one key in quick succession are one step.
 */
export function edit(label: string, change: Partial<StudioDocument>, key?: string): void {
  const before = useDocument.getState()
  const after = { ...before, ...change }
  useDocument.setState(after, true)
  record({
    label,
    undo: () => useDocument.setState(before, true),
    redo: () => useDocument.setState(after, true),
    ...(key !== undefined && { key }),
  })
}

/** Sets one parameter; undefined gives it back to the instrument's default. */
export function setParameter(name: string, value: JSONValue | undefined, label = name): void {
  const { [name]: _, ...rest } = useDocument.getState().parameters
  edit(label, { parameters: value === undefined ? rest : { ...rest, [name]: value } }, `parameter ${name}`)
}

/** Puts pictures at a port; none empties it. A new main picture takes the shown work off the canvas. */
export function setInput(port: string, pictures: readonly PictureRef[], label = 'Picture'): void {
  const { inputs, work } = useDocument.getState()
  const { [port]: _, ...rest } = inputs
  edit(label, {
    inputs: pictures.length > 0 ? { ...rest, [port]: pictures } : rest,
    work: port === 'image' ? undefined : work,
  })
}

/** Locks a parameter against chance and presets, or unlocks it. */
export function toggleLock(name: string): void {
  const { locked } = useDocument.getState()
  const without = locked.filter((one) => one !== name)
  edit(`Lock ${name}`, { locked: without.length < locked.length ? without : [...locked, name] })
}

function restored(): StudioDocument {
  try {
    const kept = JSON.parse(localStorage.getItem(place) ?? 'null') as StudioDocument | null
    if (kept && instruments.some((one) => one.name === kept.instrument)) return { ...emptyDocument(), ...kept }
  } catch {
    // Unreadable or forbidden storage: begin afresh.
  }
  return emptyDocument()
}

let waiting: ReturnType<typeof setTimeout> | undefined
useDocument.subscribe((state) => {
  clearTimeout(waiting)
  waiting = setTimeout(() => {
    try {
      localStorage.setItem(place, JSON.stringify(state))
    } catch {
      // Storage is full or forbidden; the table is simply not kept.
    }
  }, 200)
})
