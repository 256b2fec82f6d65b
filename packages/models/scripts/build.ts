/**
 * Makes the built-in models from the npm package they come in: `npm run models:build -w @reverie/models`.
 * The same package gives the same bytes.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { make } from './make.ts'
import { fetchPackage } from './nsfwjs.ts'
import { BUILT_INS } from './recipes.ts'

const workplace = await mkdtemp(join(tmpdir(), 'reverie-models-'))
try {
  const folder = await fetchPackage(workplace)
  for (const recipe of BUILT_INS) {
    const card = await make(recipe, folder, fileURLToPath(new URL('..', import.meta.url)))
    console.log(`${card.id}: ${card.bytes} bytes, sha256 ${card.sha256}`)
  }
} finally {
  await rm(workplace, { recursive: true, force: true })
}
