/**
 * What a build will take. Of each generator's files one is estimated by its instrument, and the others are counted by the
 * pixels of their works; what plug-ins take nobody knows, nor what is made of the pictures that they make.
 */
import type { InputPicture, Instrument } from '@reverie/instruments'
import type { GalleryWork } from '../load/works.ts'
import { RefusedPicture, submitted } from './open-pictures.ts'
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
  /** Files that instruments make of the pictures that plug-ins make of other media: not counted in either. */
  readonly unsized: number
}

/** A file that is to be made. */
export interface Due {
  readonly work: GalleryWork
  /** Undefined for the picture of another medium. */
  readonly step: Step | undefined
}

/** Estimates. @throws InstrumentError */
export async function estimateBuild(due: readonly Due[], shop: Workshop): Promise<BuildEstimate> {
  let [seconds, bytes, unknown, unsized] = [0, 0, 0, 0]
  const groups = new Map<string, { work: GalleryWork; step: Step; pixels: number }[]>()
  for (const { work, step } of due) {
    if (step?.settled.instrument === undefined) unknown++
    else if (work.kind === 'media') unsized++
    else {
      const { name } = step.settled.generator
      const { width = 1, height = 1 } = (await shop.pictures.measure(submitted(work))) ?? {}
      groups.set(name, [...(groups.get(name) ?? []), { work, step, pixels: width * height }])
    }
  }
  for (const group of groups.values()) {
    // The largest that can be opened: what is wrong with the others is told when it is their turn.
    for (const { work, step, pixels } of group.toSorted((one, other) => other.pixels - one.pixels)) {
      shop.signal.throwIfAborted()
      const estimate = await estimateStep(work, step, shop).catch((error: unknown) => {
        if (error instanceof RefusedPicture) return undefined
        throw error
      })
      if (estimate === undefined) continue
      const isOfWork = step.inputs.some(({ port }) => port === 'image')
      const times = isOfWork ? group.reduce((sum, each) => sum + each.pixels, 0) / pixels : group.length
      seconds += estimate.seconds * times
      bytes = Math.max(bytes, estimate.bytes)
      break
    }
  }
  return { seconds, bytes, files: due.length, works: new Set(due.map(({ work }) => work)).size, unknown, unsized }
}

async function estimateStep(
  work: GalleryWork,
  { settled, parameters, inputs }: Step,
  shop: Workshop,
): Promise<{ seconds: number; bytes: number }> {
  const instrument: Instrument = settled.instrument!
  const pictures: Record<string, InputPicture[]> = {}
  for (const input of inputs) {
    // What was made of the work, or will be, is about as large as it.
    const source = (input.file === undefined ? sourceOf(shop, input) : undefined) ?? submitted(work)
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
