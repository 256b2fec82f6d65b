/** Picture files for tests, made in Node by the packages that the Studio itself uses. */
import { writeImage } from '@reverie/image/node'
import { sha256, type Recipe } from '@reverie/recipe'
import { testCard } from '@reverie/testing'

/** A file to be dropped or chosen. */
export interface TestFile {
  readonly name: string
  readonly type: string
  readonly bytes: Uint8Array
}

/** A plain PNG. */
export async function pictureFile(name: string, width: number, height: number): Promise<TestFile> {
  return { name, type: 'image/png', bytes: await writeImage(testCard(width, height), { format: 'png' }) }
}

/** A work: a PNG that says it was dreamed from `input` with these parameters. */
export async function workFile(
  name: string,
  input: TestFile,
  parameters: Recipe['parameters'],
  seed: number,
): Promise<TestFile> {
  const recipe: Recipe = {
    reverie: 1,
    instrument: { name: 'dream', version: 1 },
    parameters,
    seed,
    inputs: { image: [{ sha256: await sha256(input.bytes), name: input.name }] },
    models: [],
    output: { kind: 'raster', format: 'png', width: 64, height: 48 },
    environment: { provider: 'wasm' },
  }
  return { name, type: 'image/png', bytes: await writeImage(testCard(64, 48), { format: 'png', recipe }) }
}
