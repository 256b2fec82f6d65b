/** A thread that measures pictures: its own network, its own pictures, one core. */
import { workerData } from 'node:worker_threads'
import sharp from 'sharp'
import { imprinterFor, type NamedModel } from './imprinter-for.ts'
import { measurePictures, type PictureInput, type UnitOutput } from './measure-pictures.ts'

/** What a thread is told when it starts. */
export interface ThreadData {
  /** The collection's. */
  readonly folder: string
  readonly model: NamedModel
}

const { folder, model } = workerData as ThreadData
// Each thread waits for libvips, so one thread of libvips for each is all that the cores hold.
sharp.concurrency(1)
sharp.cache(false)
let imprinter: ReturnType<typeof imprinterFor> | undefined

/** Called by the pool with each unit. */
export default async function measure(inputs: readonly PictureInput[]): Promise<UnitOutput> {
  imprinter ??= imprinterFor(model)
  return measurePictures(inputs, { folder, imprinter: await imprinter })
}
