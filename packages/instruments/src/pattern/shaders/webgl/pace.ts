/** How fast a GPU draws, learnt while it does, so that no piece of work holds it for long. */

/** Milliseconds that one piece of work should take: a page needs the GPU every 16. */
const pieceMilliseconds = 8

/** Nanoseconds a multiplication before anything is known: those of a processor that plays GPU. */
const unknown = { interpreter: 1.5, compiled: 0.3 } as const

/** Speeds of both kinds of programs. */
export interface Pace {
  /** Milliseconds that so many multiplications will take. */
  expected(kind: keyof typeof unknown, multiplications: number): number
  /** Multiplications of one piece of work. */
  piece(kind: keyof typeof unknown): number
  /** Learns from finished work. */
  learn(kind: keyof typeof unknown, multiplications: number, milliseconds: number): void
}

/** Nothing known yet. */
export function createPace(): Pace {
  const cost: Record<keyof typeof unknown, number> = { ...unknown }
  return {
    expected: (kind, multiplications) => (multiplications * cost[kind]) / 1e6,
    piece: (kind) => (pieceMilliseconds / cost[kind]) * 1e6,
    learn(kind, multiplications, milliseconds) {
      const found = (milliseconds * 1e6) / multiplications
      // Waiting is measured in steps of some milliseconds: little work says little, and never that the GPU is slower.
      if (milliseconds < pieceMilliseconds / 2) cost[kind] = Math.min(cost[kind], Math.max(found, cost[kind] / 4))
      else cost[kind] = (cost[kind] + found) / 2
    },
  }
}
