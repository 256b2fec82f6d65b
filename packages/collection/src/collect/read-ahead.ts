/** What is read in advance may fill so much memory, unless a single one is larger. */
const MOST_BYTES = 48 << 20

/**
 * Does something with each item and gives the results in the order of the items, several under way at once: a disk and a
 * network are waited for together.
 * @param ahead how many at once
 * @param bytesOf what an item takes in memory
 */
export async function* readAhead<Item, Result>(
  items: Iterable<Item>,
  act: (item: Item) => Promise<Result>,
  { ahead, bytesOf }: { ahead: number; bytesOf: (item: Item) => number },
): AsyncGenerator<Result, void, void> {
  const source = items[Symbol.iterator]()
  const underWay: { bytes: number; result: Promise<Result> }[] = []
  let bytes = 0
  let next = source.next()
  for (;;) {
    while (next.done !== true && underWay.length < ahead) {
      const size = bytesOf(next.value)
      if (underWay.length > 0 && bytes + size > MOST_BYTES) break
      const result = act(next.value)
      // Who waits for an earlier one must not leave the error of a later one unheard.
      result.catch(() => undefined)
      underWay.push({ bytes: size, result })
      bytes += size
      next = source.next()
    }
    const first = underWay.shift()
    if (first === undefined) return
    bytes -= first.bytes
    yield await first.result
  }
}
