/** Uses the input store of the page. */
import { openInputStore } from '@reverie/recipe/web'

export default async function run(bytes: Uint8Array): Promise<unknown> {
  const store = await openInputStore({ folder: 'test' })
  const before = await store.get('0'.repeat(64))
  const hashes = [await store.put(bytes, 'cat.jpg'), await store.put(bytes, 'again.jpg')]
  const again = await openInputStore({ folder: 'test' })
  const root = await navigator.storage.getDirectory()
  const folder = await root.getDirectoryHandle('test')
  const names: string[] = []
  for await (const name of folder.keys()) names.push(name)
  // A file that a crash cut off.
  const stream = await (await folder.getFileHandle(names[0] ?? '')).createWritable()
  const whole = await again.get(hashes[0] ?? '')
  await stream.close()
  return { before, hashes, names, whole, damaged: await again.get(hashes[0] ?? '') }
}
