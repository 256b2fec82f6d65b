/** The collection that comes with Reverie: 550 clip arts in the public domain, with their authors. */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { atomically, cacheFolder } from '@reverie/recipe/node'
import { openZipSource } from './sources/zip.ts'

/** What stands for it where a collection's folder is asked for. */
export const samplesName = 'samples'

const archive = fileURLToPath(new URL('../samples/samples.zip', import.meta.url))

/**
 * The sample collection's folder, which is unpacked into the user's cache the first time.
 * @param cache where to unpack it
 */
export async function sampleCollection(cache = join(cacheFolder(), 'reverie')): Promise<string> {
  const hash = createHash('sha256')
    .update(await readFile(archive))
    .digest('hex')
  const folder = join(cache, `samples-${hash.slice(0, 12)}`)
  if (existsSync(folder)) return folder
  await atomically(folder, async (temporary) => {
    const source = await openZipSource(archive, samplesName)
    for await (const found of source.list(new AbortController().signal)) {
      if (found.kind === 'problem') throw new Error(found.problem.message)
      const place = join(temporary, found.file.path)
      await mkdir(dirname(place), { recursive: true })
      await writeFile(place, await found.file.read())
    }
  })
  return folder
}
