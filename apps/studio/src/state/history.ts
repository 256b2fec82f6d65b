/** One history for everything that can be undone: parameters, pictures, the shelf. */
import { create } from 'zustand'

/** A thing done. Steps of the same `key` in quick succession count as one (a slider being dragged). */
export interface Step {
  readonly label: string
  readonly undo: () => void
  readonly redo: () => void
  readonly key?: string
}

interface History {
  readonly past: readonly Step[]
  readonly future: readonly Step[]
}

const longest = 200
const together = 800

/** What can be undone and redone now. */
export const useHistory = create<History>(() => ({ past: [], future: [] }))

let lastRecorded = -Infinity

/**
 * Remembers a thing that has just been done.
 *
 * @param now In milliseconds, to tell a drag from two deeds.
 */
export function record(step: Step, now = performance.now()): void {
  const { past } = useHistory.getState()
  const last = past.at(-1)
  const merge = step.key !== undefined && last?.key === step.key && now - lastRecorded < together
  lastRecorded = now
  const next = merge ? [...past.slice(0, -1), { ...step, undo: last.undo }] : [...past, step]
  useHistory.setState({ past: next.slice(-longest), future: [] })
}

/** Takes the last step back. Returns its label, or undefined when there is nothing to undo. */
export function undo(): string | undefined {
  const { past, future } = useHistory.getState()
  const step = past.at(-1)
  if (!step) return undefined
  lastRecorded = -Infinity
  useHistory.setState({ past: past.slice(0, -1), future: [...future, step] })
  step.undo()
  return step.label
}

/** Does the last undone step again. Returns its label, or undefined when there is none. */
export function redo(): string | undefined {
  const { past, future } = useHistory.getState()
  const step = future.at(-1)
  if (!step) return undefined
  lastRecorded = -Infinity
  useHistory.setState({ past: [...past, step], future: future.slice(0, -1) })
  step.redo()
  return step.label
}
