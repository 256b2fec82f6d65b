/** Hands on what comes in any order in the order of its keys, which count from 0. */
export async function* inOrder<Item extends { readonly key: string }>(
  items: AsyncIterable<Item>,
): AsyncGenerator<Item, void, void> {
  const waiting = new Map<string, Item>()
  let next = 0
  for await (const item of items) {
    waiting.set(item.key, item)
    for (let found = waiting.get(String(next)); found !== undefined; found = waiting.get(String(next))) {
      waiting.delete(String(next))
      next++
      yield found
    }
  }
}
