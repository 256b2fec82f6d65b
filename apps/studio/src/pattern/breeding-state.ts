/** The breeding sheet: generations of variations, of which one goes back and forth, and what was chosen as parents. */
import { proxy } from 'comlink'
import { create } from 'zustand'
import type { JSONValue } from '../instrument.ts'
import { edit, useDocument, type Settings } from '../state/document.ts'
import { note, problem } from '../state/room.ts'
import { inputsOf } from '../state/run.ts'
import { patterns } from '../workers/pattern-client.ts'
import { locksOf } from './chance.ts'
import { settingsSeen } from './live.ts'
import { sizeIn } from './sizes.ts'

type Log = readonly JSONValue[]

/** A sheet. */
interface Generation {
  /** The log of edits of each cell. */
  readonly logs: readonly Log[]
  /** Cells that were taken over from the generation before. */
  readonly parents: readonly number[]
  /** Their pictures, as they come. */
  readonly pictures: readonly (ImageBitmap | undefined)[]
}

interface Breeding {
  readonly generations: readonly Generation[]
  /** Which of them is shown. */
  readonly at: number
  /** Cells chosen as parents. */
  readonly chosen: readonly number[]
  /** 3 or 5 a side. */
  readonly side: 3 | 5
  /** How far children go from their parents: 1 as tuned. */
  readonly strength: number
  /** What all cells have in common. */
  readonly base: Settings | undefined
}

/** As many parents as a child can have. */
const mostParents = 4
/** Children of several parents differ enough already. */
const afterCrossing = 0.5
/** Longer side of a cell's picture, in pixels. */
const longest = { 3: 320, 5: 192 } as const

const closed = { generations: [], at: 0, chosen: [], base: undefined } as const

/** The sheet; without generations it is closed. */
export const useBreeding = create<Breeding>(() => ({ ...closed, side: 3, strength: 1 }))

const seed = () => Math.floor(Math.random() * 2 ** 32)

/** Opens a sheet of variations of the picture that is seen. */
export function openBreeding(): void {
  const base = settingsSeen()
  useBreeding.setState({ ...closed, base })
  void breedFrom([base.edits])
}

/** Closes it; nothing was changed. */
export function closeBreeding(): void {
  for (const { pictures } of useBreeding.getState().generations) for (const picture of pictures) picture?.close()
  useBreeding.setState(closed)
}

/** Chooses a cell as a parent, or no longer; the fifth takes the place of the first. */
export function toggleParent(cell: number): void {
  useBreeding.setState(({ chosen }) => ({
    chosen: chosen.includes(cell) ? chosen.filter((one) => one !== cell) : [...chosen, cell].slice(-mostParents),
  }))
}

/** The next generation: variations of the one parent, or children of the several. Without any, of the cell in the middle. */
export function breed(): void {
  const { generations, at, chosen } = useBreeding.getState()
  const { logs } = generations[at]!
  const cells = chosen.length > 0 ? chosen : [Math.floor(logs.length / 2)]
  void breedFrom(cells.map((cell) => logs[cell]!))
}

/** Another size of the sheet: its own variations, of the same parent. */
export function resizeSheet(side: 3 | 5): void {
  useBreeding.setState({ side })
  breed()
}

/** Goes back or forth between generations. */
export function turnGeneration(by: 1 | -1): void {
  useBreeding.setState(({ generations, at }) => ({
    at: Math.min(generations.length - 1, Math.max(0, at + by)),
    chosen: [],
  }))
}

/** Takes a cell as the picture, and closes the sheet. */
export function take(cell: number): void {
  const { generations, at, base } = useBreeding.getState()
  const log = generations[at]?.logs[cell]
  closeBreeding()
  // Where a loop was held the sheet began from there.
  if (log && base) edit('Breed', { parameters: base.parameters, edits: log })
}

async function breedFrom(parents: readonly Log[]): Promise<void> {
  const { base, side, strength } = useBreeding.getState()
  if (!base) return
  try {
    const { logs, kept } = await children(base, parents, side * side, strength)
    show(base, { logs, parents: kept, pictures: [] }, longest[side])
  } catch (error) {
    closeBreeding()
    problem('action', error)
  }
}

/** A sheet of parents and their children. */
async function children(
  base: Settings,
  parents: readonly Log[],
  count: number,
  strength: number,
): Promise<{ readonly logs: readonly Log[]; readonly kept: readonly number[] }> {
  const locks = locksOf(useDocument.getState().locked)
  const vary = (edits: Log, cells: number, far: number) =>
    patterns().variations({ edits, count: cells, seed: seed(), locks, strength: far })
  const [only, ...others] = parents
  const middle = Math.floor(count / 2)
  if (others.length === 0) return { logs: await vary(only!, count, strength), kept: [middle] }
  const given = await Promise.all(parents.map((edits) => inputsOf({ ...base, edits })))
  const born = Array.from({ length: count - parents.length }, async (_, child) => {
    // Each parent is the first in turn, whose shape a child has.
    const first = child % given.length
    const crossed = await patterns().cross([...given.slice(first), ...given.slice(0, first)], seed())
    // Of two variations the first is one, the second the child itself.
    const everythingIsLocked = locks.network && locks.color && locks.latents
    return everythingIsLocked ? crossed : (await vary(crossed, 2, strength * afterCrossing))[0]!
  })
  return { logs: [...parents, ...(await Promise.all(born))], kept: parents.map((_, index) => index) }
}

/** Shows a new generation after the present one, and has its pictures made. */
function show(base: Settings, generation: Generation, longer: number): void {
  const { generations, at } = useBreeding.getState()
  const next = [...generations.slice(0, at + 1), generation]
  useBreeding.setState({ generations: next, at: next.length - 1, chosen: [] })
  void draw(base, generation.logs, next.length - 1, longer).catch((error: unknown) => {
    note('action', undefined)
    problem('action', error)
  })
}

async function draw(base: Settings, logs: readonly Log[], place: number, longer: number): Promise<void> {
  const of = await Promise.all(logs.map(async (edits) => ({ pattern: await inputsOf({ ...base, edits }) })))
  const { width, height } = sizeIn(base.parameters)
  const scale = longer / Math.max(width, height)
  const size = { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
  const put = (cell: number, bitmap: ImageBitmap) =>
    useBreeding.setState(({ generations }) => ({
      generations: generations.map((generation, index) => {
        if (index !== place || generation.logs !== logs) return generation
        const pictures = [...generation.pictures]
        pictures[cell] = bitmap
        return { ...generation, pictures }
      }),
    }))
  await patterns().small({ name: 'sheet', of, ...size }, proxy(put))
}
