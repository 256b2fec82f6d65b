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

/** A form in a colour on nothing, as a PNG. @param hue 0 to 1 */
export async function shapeFile(kind: 'circles' | 'squares', hue: number): Promise<Uint8Array> {
  const [width, height] = [64, 56]
  const data = new Uint8Array(width * height * 4)
  for (let at = 0; at < width * height; at++) {
    const [x, y] = [(at % width) - width / 2, Math.floor(at / width) - height / 2]
    const isInside = kind === 'circles' ? Math.hypot(x, y) < 24 : Math.max(Math.abs(x), Math.abs(y)) < 20
    for (let channel = 0; channel < 3; channel++)
      data[at * 4 + channel] = Math.round(127 + 127 * Math.cos(2 * Math.PI * (hue + channel / 3)))
    data[at * 4 + 3] = isInside ? 255 : 0
  }
  return writeImage({ width, height, channels: 4, depth: 8, data }, { format: 'png' })
}
