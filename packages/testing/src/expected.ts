/** Pictures as tests: what was made is compared with what is kept, and written beside it when the two differ. */
import { access, mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { psnr, type Raster } from '@reverie/image'
import { readImageFile, writeImage } from '@reverie/image/node'

export interface ExpectedOptions {
  /** Decibels that are near enough; default Infinity, which is every pixel the same. */
  readonly atLeast?: number
  /** Whether a missing file is written rather than an error. Default: when `UPDATE_PICTURES` is 1. */
  readonly update?: boolean
}

/**
 * Compares a picture with the PNG file that is expected. On a difference, what was made is left beside it as
 * `<name>.actual.png`, to be looked at and, if right, to take its place.
 * @throws Error that gives the PSNR and both files
 */
export async function expectPicture(actual: Raster, expected: URL, options: ExpectedOptions = {}): Promise<void> {
  const file = fileURLToPath(expected)
  const beside = file.replace(/\.png$/, '.actual.png')
  const update = options.update ?? process.env['UPDATE_PICTURES'] === '1'
  if (update || !(await exists(file))) {
    const place = update ? file : beside
    await mkdir(dirname(place), { recursive: true })
    await writeFile(place, await writeImage(actual, { format: 'png' }))
    if (update) return
    throw new Error(
      `The expected picture ${file} is missing. Look at ${beside}; with UPDATE_PICTURES=1 it is kept.`,
    )
  }
  const { raster } = await readImageFile(file)
  const sameShape =
    raster.width === actual.width && raster.height === actual.height && raster.channels === actual.channels
  const decibels = sameShape ? psnr(actual, raster) : 0
  if (decibels >= (options.atLeast ?? Infinity)) {
    await rm(beside, { force: true })
    return
  }
  await writeFile(beside, await writeImage(actual, { format: 'png' }))
  throw new Error(
    `The picture should be ${file} within ${options.atLeast ?? Infinity} dB, found ${decibels.toFixed(1)} dB. Compare it with ${beside}.`,
  )
}

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  )
