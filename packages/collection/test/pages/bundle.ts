/** Writes a bundle into the page's private file system, again, and reads it; reads another from the server. */
import { openBundle, privateFiles, writeBundle } from '@reverie/collection/web'
import { contents } from '../samples.ts'

export default async function run(): Promise<unknown> {
  const root = await navigator.storage.getDirectory()
  const files = privateFiles(await root.getDirectoryHandle('birds', { create: true }))
  const missing = await files.read('bundle/bundle.json')
  const given = contents(3)
  for (const title of ['one', 'two', 'three'])
    // oxlint-disable-next-line no-await-in-loop
    await writeBundle(files, { ...given, pieces: given.pieces.map((piece) => ({ ...piece, title })) })
  const bundle = await openBundle(files)
  const kept: string[] = []
  for await (const name of (
    await root.getDirectoryHandle('birds').then((folder) => folder.getDirectoryHandle('bundle'))
  ).keys())
    kept.push(name.replace(/-[0-9a-f]{12}/, ''))
  const { pieces, imprints } = { pieces: await bundle.pieces(), imprints: await bundle.imprints() }
  return {
    missing,
    titles: pieces.map(({ title }) => title),
    phash: String(pieces[1]?.phash),
    vectors: imprints.vectors,
    kept: kept.sort(),
  }
}
