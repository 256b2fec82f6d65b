/**
 * What a work was made from, where a gallery has it: beside the work (its own picture), or in the folder of the work that
 * it was (a guide). Only the very bytes that the recipe names are taken; what is not there is asked for as ever.
 */
import type { Recipe } from '@reverie/recipe'
import { hash, takeIn, takeInFile } from '../files/picture.ts'
import { sampleOf } from '../files/sample.ts'
import { find } from '../files/store.ts'
import { instrumentNamed } from '../instrument.ts'
import { ask, read } from './fetch-file.ts'

/** Few works have more; the pieces of collages are not looked for. */
const mostInputs = 8

/** Fetches the inputs of a recipe that this browser does not have. Never fails: what is not found stays missing. */
export async function fetchInputs(recipe: Recipe, work: URL, signal: AbortSignal): Promise<void> {
  const { inputs: ports } = instrumentNamed(recipe.instrument.name)
  const named = Object.entries(recipe.inputs)
    .filter(([port]) => ports[port] !== undefined && ports[port].kind !== 'images')
    .flatMap(([port, files]) => files.map((file) => ({ ...file, takesFiles: ports[port]!.takesFiles })))
  for (const { sha256, name, takesFiles } of named.slice(0, mostInputs)) {
    if (sampleOf(sha256) || (await find(sha256))) continue
    const bytes = await fetchVery(sha256, name, work, signal)
    if (!bytes) continue
    const file = new File([bytes], name)
    await (takesFiles ? takeInFile(file) : takeIn(file)).catch(() => undefined)
  }
}

async function fetchVery(
  sha256: string,
  name: string,
  work: URL,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const file = encodeURIComponent(name)
  const folder = encodeURIComponent(name.replace(/\.\w+$/, ''))
  for (const place of [file, `../${folder}/${file}`]) {
    const address = new URL(place, work)
    try {
      const response = await ask(address, signal)
      if (!response.ok || new URL(response.url).origin !== address.origin) {
        await response.body?.cancel()
        continue
      }
      const bytes = await read(response, name)
      if ((await hash(bytes)) === sha256) return bytes
    } catch {
      signal.throwIfAborted()
    }
  }
  return undefined
}
