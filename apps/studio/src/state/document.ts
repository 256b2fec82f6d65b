/**
 * What lies on the table: the instrument, its parameters and pictures. Each instrument has a table of its own, and those
 * of the others wait as they were left. Kept across reloads; every edit can be undone.
 */
import { create } from 'zustand'
import { sampleCollection, type CollectionRef } from '../collections/ref.ts'
import { sampleRefs } from '../files/sample.ts'
import type { FileRef, PictureRef } from '../files/picture.ts'
import { instrumentNamed, instruments, type JSONValue, type Parameters } from '../instrument.ts'
import { record } from './history.ts'

/** All that decides a work, apart from which instrument makes it. */
interface Making {
  /** Only what was set; the rest are the instrument's defaults. */
  readonly parameters: Parameters
  /** 0 … 2³² − 1. */
  readonly seed: number
  readonly inputs: Readonly<Record<string, readonly PictureRef[]>>
  /** Files that are no pictures (networks), by port. */
  readonly files: Readonly<Record<string, readonly FileRef[]>>
  /** Collections by port. */
  readonly collections: Readonly<Record<string, CollectionRef>>
  /** Pictures out of collections that a work from elsewhere is made of, by port. */
  readonly pieces: Readonly<Record<string, readonly FileRef[]>>
  /** What was done to the work one after another, for instruments that are bred or edited. */
  readonly edits: readonly JSONValue[]
}

/** All that a recipe needs. */
export interface Settings extends Making {
  readonly instrument: string
}

/** An instrument's table. */
export interface Table extends Making {
  /** Parameters that chance and presets leave alone; a whole heading of them as "group Colour". */
  readonly locked: readonly string[]
  /** The shelf's work that these settings made, when it is the one shown. */
  readonly work: string | undefined
}

/** The table in use, and those of the other instruments. */
export interface StudioDocument extends Table {
  readonly instrument: string
  readonly others: Readonly<Record<string, Table>>
}

const place = 'reverie.document'

/** The first picture of an instrument that draws without one, chosen by looking. */
const firstSeeds: Readonly<Record<string, number>> = { pattern: 45 }

/** A wallpaper is for the screen that it is made on. */
function ownScreen(): Parameters {
  const pixels = (length: number) => Math.round(length * devicePixelRatio)
  return { width: pixels(screen.width), height: pixels(screen.height) }
}

/** A fresh table: the first sample where a picture is needed. */
function emptyTable(instrument: string): Table {
  const ports = Object.entries(instrumentNamed(instrument).inputs)
  const needed = ports.filter(([, { kind, required }]) => required && kind === 'image')
  const collected = ports.filter(([, { kind }]) => kind === 'collection')
  return {
    parameters: instrument === 'collage' ? ownScreen() : {},
    seed: firstSeeds[instrument] ?? 1,
    locked: [],
    inputs: Object.fromEntries(needed.map(([name]) => [name, [sampleRefs[0]!]])),
    files: {},
    collections: Object.fromEntries(collected.map(([name]) => [name, sampleCollection])),
    pieces: {},
    edits: [],
    work: undefined,
  }
}

/** The document. Change it with `edit` and its like, never directly. */
export const useDocument = create<StudioDocument>(() => restored())

/** The settings on the table. */
export const settingsOf = (document: StudioDocument): Settings => {
  const { instrument, parameters, seed, inputs, files, collections, pieces, edits } = document
  return { instrument, parameters, seed, inputs, files, collections, pieces, edits }
}

/** Whether the same work comes of both. */
export const sameSettings = (a: Settings, b: Settings): boolean => JSON.stringify(a) === JSON.stringify(b)

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

/** Turns to an instrument, whose table is as it was left, but for what is given. */
export function turnTo(instrument: string, label: string, change: Partial<Table> = {}): void {
  const now = useDocument.getState()
  if (instrument === now.instrument) {
    edit(label, change)
    return
  }
  const { [instrument]: waiting, ...others } = now.others
  const { instrument: left, others: _, ...table } = now
  // Tables of an earlier Studio lack what came later.
  edit(label, {
    ...emptyTable(instrument),
    ...waiting,
    ...change,
    instrument,
    others: { ...others, [left]: table },
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

/** Puts files at a port that takes them as they are; none empties it. */
export function setFiles(port: string, given: readonly FileRef[], label: string): void {
  const { [port]: _, ...rest } = useDocument.getState().files
  edit(label, { files: given.length > 0 ? { ...rest, [port]: given } : rest })
}

/** Locks a parameter against chance and presets, or unlocks it. */
export function toggleLock(name: string): void {
  const { locked } = useDocument.getState()
  const without = locked.filter((one) => one !== name)
  edit(`Lock ${name}`, { locked: without.length < locked.length ? without : [...locked, name] })
}

/** The pictures and files that some table needs. */
export function filesInUse({ inputs, files, others }: StudioDocument): FileRef[] {
  const tables = [{ inputs, files }, ...Object.values(others)]
  return tables.flatMap((table) => [...Object.values(table.inputs), ...Object.values(table.files)].flat())
}

function restored(): StudioDocument {
  const first = instruments[0]!.name
  try {
    const kept = JSON.parse(
      sessionStorage.getItem(place) ?? localStorage.getItem(place) ?? 'null',
    ) as StudioDocument | null
    if (kept && instruments.some((one) => one.name === kept.instrument))
      return { ...emptyTable(kept.instrument), ...kept, others: kept.others ?? {} }
  } catch {
    // Unreadable or forbidden storage: begin afresh.
  }
  return { instrument: first, others: {}, ...emptyTable(first) }
}

let waiting: ReturnType<typeof setTimeout> | undefined
useDocument.subscribe((state) => {
  clearTimeout(waiting)
  waiting = setTimeout(() => {
    try {
      // Of several tabs each has its own table after a reload; a new one has that which was changed last.
      const text = JSON.stringify(state)
      sessionStorage.setItem(place, text)
      localStorage.setItem(place, text)
    } catch {
      // Storage is full or forbidden; the table is simply not kept.
    }
  }, 200)
})
