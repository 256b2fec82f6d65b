/** What takes minutes to make is kept in the user's cache, by the hash of what it was made from. */
import { createHash } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeFileAtomic } from '@reverie/image/node'
import { cacheFolder } from '@reverie/recipe/node'

/** @returns the bytes kept under this name for this source, or else those just made */
export async function kept(name: string, source: string, make: () => Promise<Uint8Array>): Promise<Uint8Array> {
  const folder = join(cacheFolder(), 'reverie', 'bench')
  const hash = createHash('sha256').update(source).digest('hex').slice(0, 16)
  const path = join(folder, `${name}-${hash}`)
  try {
    return await readFile(path)
  } catch {
    const bytes = await make()
    await mkdir(folder, { recursive: true })
    await writeFileAtomic(path, bytes)
    return bytes
  }
}
