/**
 * What a build will take. Of each generator's files one is estimated by its instrument, and the others are counted by the
 * pixels of their works; what plug-ins take nobody knows.
 */
import type { InputPicture, Instrument } from '@reverie/instruments'
import type { GalleryWork } from '../load/works.ts'
import { submitted } from './open-pictures.ts'
import type { Step } from './plan.ts'
import { seedOf } from './key.ts'
import { sourceOf, type Workshop } from './workshop.ts'

/** What is to be made will take this. */
export interface BuildEstimate {
  readonly seconds: number
  /** Peak memory of the process. */
  readonly bytes: number
  readonly files: number
  readonly works: number
  /** Files of plug-ins, which are not counted in. */
  readonly unknown: number
}

/** A file that is to be made. */
export interface Due {
  readonly work: GalleryWork
  /** Undefined for the picture of another medium. */
  readonly step: Step | undefined
}

/** Estimates. @throws RefusedPicture, InstrumentError */
export async function estimateBuild(due: readonly Due[], shop: Workshop): Promise<BuildEstimate> {
  let [seconds, bytes, unknown] = [0, 0, 0]
  const groups = new Map<string, { work: GalleryWork; step: Step; pixels: number }[]>()
  for (const { work, step } of due) {
    if (step?.settled.instrument === undefined || work.kind === 'media') unknown++
    else {
      const { name } = step.settled.generator
      const { width = 1, height = 1 } = (await shop.pictures.measure(submitted(work))) ?? {}
      groups.set(name, [...(groups.get(name) ?? []), { work, step, pixels: width * height }])
    }
  }
  for (const group of groups.values()) {
    shop.signal.throwIfAborted()
    const largest = group.reduce((most, each) => (each.pixels > most.pixels ? each : most))
    const estimate = await estimateStep(largest.work, largest.step, shop)
    const usesWork = largest.step.inputs.some(({ port }) => port === 'image')
    const pixels = usesWork ? group.reduce((sum, each) => sum + each.pixels, 0) / largest.pixels : group.length
    seconds += estimate.seconds * pixels
    bytes = Math.max(bytes, estimate.bytes)
  }
  return { seconds, bytes, files: due.length, works: new Set(due.map(({ work }) => work)).size, unknown }
}

async function estimateStep(
  work: GalleryWork,
  { settled, parameters, inputs }: Step,
  shop: Workshop,
): Promise<{ seconds: number; bytes: number }> {
  const instrument: Instrument = settled.instrument!
  const pictures: Record<string, InputPicture[]> = {}
  for (const input of inputs) {
    // What is not made yet is about as large as the work.
    const source = sourceOf(shop, input) ?? submitted(work)
    pictures[input.port] = [await shop.pictures.open(source, false)]
  }
  const request = {
    parameters: instrument.parameters.parse(parameters),
    seed: seedOf(work.uid, settled.generator.name),
    inputs: pictures,
    signal: shop.signal,
  }
  return instrument.estimate(request, shop.host)
}
