/** From pictures to hits in the page, by the code that Node runs. */
import { fitWhitening, openImprinter, whiten } from '../../src/imprint/index.ts'
import { nearDuplicates, neighbourLists } from '../../src/neighbours/index.ts'
import { searchOver } from '../../src/search/index.ts'
import { openModel } from '@reverie/models/web'
import { createRuntime } from '@reverie/runtime/web'
import type { Provider } from '@reverie/runtime'
import { pieces } from '../imprint/pictures.ts'
import { piece } from '../samples.ts'

/** What the page made. */
export interface Imprinted {
  readonly provider: string
  readonly features: Float32Array
  /** The nearest of each picture. */
  readonly nearest: Int32Array
  readonly hits: number[]
  readonly duplicates: number[][]
}

export default async function run(provider: Provider): Promise<Imprinted> {
  const runtime = await createRuntime({ provider, threads: 1 })
  const imprinter = await openImprinter({ model: await openModel('mobilenet'), runtime, side: 64 })
  const rasters = pieces()
  const features = await imprinter.imprint(rasters)
  const count = rasters.length
  const whitening = await fitWhitening(runtime, features, count, imprinter.dimensions, { kept: 16 })
  const imprints = { count, dimensions: whitening.kept, vectors: await whiten(runtime, whitening, features) }
  const { indices } = await neighbourLists(runtime, imprints, 1)
  const all = rasters.map((_, number) => piece(number))
  const hits = searchOver(all, imprints).find({ like: [all[0]!.id], weights: { color: 0 }, limit: 2 })
  await imprinter.close()
  await runtime.dispose()
  return {
    provider: runtime.provider,
    features,
    nearest: indices,
    hits: hits.map(({ row }) => row),
    duplicates: nearDuplicates(all, imprints),
  }
}
