/** All that a collection's tables hold, for comparing two of them. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openStore } from '../src/store/store.ts'

/** Reads the tables and the names of the bundle's files, which are made of their content. */
export async function tablesOf(folder: string): Promise<object> {
  const read = (path: string): Record<string, unknown> =>
    JSON.parse(readFileSync(join(folder, path), 'utf8')) as Record<string, unknown>
  const { dimensions } = read('collection.json')['model'] as { dimensions: number }
  const store = await openStore(folder, dimensions)
  try {
    const pieces = await store.pieces()
    const features = await store.features([...pieces.keys()])
    const words = await store.words()
    return { pieces, features, files: await store.files(), words, bundle: read('bundle/bundle.json')['parts'] }
  } finally {
    store.close()
  }
}
