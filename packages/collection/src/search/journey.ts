/**
 * A way from one piece to another through the collection: the path through the lists of neighbours whose steps' squared
 * distances have the least sum (Dijkstra, 1959), since many small steps are wanted rather than few large ones.
 */
import type { NeighbourLists } from '../collection.ts'

/**
 * @param lists taken both ways: who is in another's list has it as a neighbour too
 * @returns rows from the first to the last, both included; undefined where no neighbours lead there
 */
export function journey(lists: NeighbourLists, from: number, to: number): number[] | undefined {
  const links = linksOf(lists)
  const cost = new Float64Array(lists.count).fill(Infinity)
  const before = new Int32Array(lists.count).fill(-1)
  const queue = createQueue()
  cost[from] = 0
  queue.add(from, 0)
  for (;;) {
    const next = queue.take()
    if (next === undefined) return undefined
    if (next.row === to) break
    if (next.cost > (cost[next.row] as number)) continue
    for (const { row, distance } of links[next.row] as Link[]) {
      const sum = next.cost + distance * distance
      if (sum >= (cost[row] as number)) continue
      cost[row] = sum
      before[row] = next.row
      queue.add(row, sum)
    }
  }
  const rows = [to]
  while (rows[0] !== from) rows.unshift(before[rows[0] as number] as number)
  return rows
}

interface Link {
  readonly row: number
  readonly distance: number
}

function linksOf({ count, k, indices, distances }: NeighbourLists): Link[][] {
  const links: Link[][] = Array.from({ length: count }, () => [])
  indices.forEach((other, at) => {
    const row = Math.floor(at / k)
    const distance = distances[at] as number
    ;(links[row] as Link[]).push({ row: other, distance })
    ;(links[other] as Link[]).push({ row, distance })
  })
  return links
}

interface Waiting {
  readonly row: number
  readonly cost: number
}

/** A binary heap: the cheapest comes first, of equal ones the lower row. */
function createQueue(): { add(row: number, cost: number): void; take(): Waiting | undefined } {
  const heap: Waiting[] = []
  const before = (left: number, right: number): boolean => {
    const [one, other] = [heap[left] as Waiting, heap[right] as Waiting]
    return one.cost < other.cost || (one.cost === other.cost && one.row < other.row)
  }
  const swap = (left: number, right: number): void => {
    ;[heap[left], heap[right]] = [heap[right] as Waiting, heap[left] as Waiting]
  }
  return {
    add(row, cost) {
      let at = heap.push({ row, cost }) - 1
      while (at > 0 && before(at, (at - 1) >> 1)) {
        swap(at, (at - 1) >> 1)
        at = (at - 1) >> 1
      }
    },
    take() {
      const first = heap[0]
      const last = heap.pop()
      if (heap.length === 0 || last === undefined) return first
      heap[0] = last
      for (let at = 0; ;) {
        let least = at
        for (const child of [2 * at + 1, 2 * at + 2]) if (child < heap.length && before(child, least)) least = child
        if (least === at) return first
        swap(at, least)
        at = least
      }
    },
  }
}
