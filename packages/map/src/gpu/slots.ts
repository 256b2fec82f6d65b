/** A fixed number of places for thumbnails in a texture; who was not looked at for longest makes room. */

/** The places. */
export interface Slots {
  /** The slot of a row, −1 for none. */
  slotOf(row: number): number
  /** Marks a row's slot as looked at in a turn; turns only grow. */
  touch(slot: number, turn: number): void
  /**
   * A slot for a row: a free one, or the one that was looked at longest ago, unless all were in this turn.
   * @returns the slot and the row that had it (−1 for none); undefined when there is no room.
   */
  take(row: number, turn: number): { readonly slot: number; readonly evicted: number } | undefined
  readonly used: number
  clear(): void
}

/** @param rows how many rows there can be. */
export function createSlots(rows: number, slots: number): Slots {
  const slotOfRow = new Int32Array(rows).fill(-1)
  const rowOfSlot = new Int32Array(slots).fill(-1)
  const turnOfSlot = new Float64Array(slots).fill(-1)
  let used = 0
  return {
    slotOf: (row) => slotOfRow[row]!,
    touch: (slot, turn) => {
      turnOfSlot[slot] = turn
    },
    take: (row, turn) => {
      let slot = 0
      for (let at = 1; at < slots; at++) if (turnOfSlot[at]! < turnOfSlot[slot]!) slot = at
      if (turnOfSlot[slot]! >= turn) return undefined
      const evicted = rowOfSlot[slot]!
      if (evicted >= 0) slotOfRow[evicted] = -1
      else used++
      rowOfSlot[slot] = row
      slotOfRow[row] = slot
      turnOfSlot[slot] = turn
      return { slot, evicted }
    },
    get used() {
      return used
    },
    clear: () => {
      slotOfRow.fill(-1)
      rowOfSlot.fill(-1)
      turnOfSlot.fill(-1)
      used = 0
    },
  }
}
