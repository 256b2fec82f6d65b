/**
 * What the seed's container made of one picture, in its order and under its names: `dreamy-<name>`, a picture for each layer
 * that the filter lets through, `guided-<name>`, and a zoom in frames, each the dream of the one before, which begins with the
 * guided picture where there is one. Each is a work with a recipe; what a frame was made from goes into the input store.
 */
import { writeImage } from '@reverie/image/node'
import { dream, dreamParameters, seenFromCloser, type InputPicture } from '@reverie/instruments'
import type { InputStore } from '@reverie/recipe'
import { basename, extname, join } from 'node:path'
import type { Destination } from '../destination.ts'
import { formOfExtension } from '../formats.ts'
import { readInput } from '../inputs.ts'
import type { Plan } from '../series.ts'

/** What is to be made of a picture. */
export interface Order {
  readonly input: string
  readonly guide: string | undefined
  readonly folder: string
  /** Layers that get a picture each. */
  readonly layers: readonly string[]
  readonly frames: number
  /** Share by which each frame comes closer, 0 to below 1. */
  readonly scale: number
  readonly model: string
  readonly seed: number
  readonly signal: AbortSignal
  readonly store: InputStore
}

/** Loses so little that it does not add up from frame to frame. */
const quality = 98

/** Plans the works of a picture. Each reads what it needs when it is its turn. */
export function planDreams(order: Order): Plan[] {
  const { input, guide, layers, frames, model, seed, signal, store } = order
  const original = (): Promise<InputPicture> => readInput(input, { film: false, store })
  const plan = (kind: string, picture: () => Promise<InputPicture>, more: Guidance = {}): Plan => {
    const destination = destinationOf(order, kind)
    return {
      label: destination.path,
      instrument: dream,
      destination,
      quality:
        'format' in destination && ['jpeg', 'webp', 'avif'].includes(destination.format) ? quality : undefined,
      request: async () => ({
        parameters: dreamParameters.parse({
          model,
          ...(more.layer === undefined ? {} : { layers: { [more.layer]: 1 } }),
        }),
        seed,
        signal,
        inputs: {
          image: [await picture()],
          ...(more.guide === undefined ? {} : { guide: [await readInput(more.guide, { film: false, store })] }),
        },
      }),
    }
  }
  const plans = [plan('dreamy', original)]
  for (const layer of layers) plans.push(plan(`layer-${layer.replaceAll(/[/\\]/g, '-')}`, original, { layer }))
  if (guide !== undefined) plans.push(plan('guided', original, { guide }))
  const { path } = plans.at(-1)!.destination
  let from = guide === undefined ? original : (): Promise<InputPicture> => readInput(path, { film: false, store })
  for (let index = 0; index < frames; index++) {
    const frame = plan(`frame-${String(index).padStart(4, '0')}`, from)
    plans.push(frame)
    from = () => closer(frame.destination.path, order)
  }
  return plans
}

interface Guidance {
  readonly layer?: string
  readonly guide?: string
}

/** The input's name with a word before it; as PNG where its own format is not written. */
function destinationOf({ input, folder }: Order, kind: string): Destination {
  const ending = extname(input)
  const form = formOfExtension(ending.slice(1).toLowerCase(), { kind: 'raster' })
  const name = form === undefined ? `${basename(input, ending)}.png` : basename(input)
  return { ...(form ?? ({ kind: 'raster', format: 'png' } as const)), path: join(folder, `${kind}-${name}`) }
}

/** A frame seen from closer, about its centre. */
async function closer(path: string, { scale, store }: Order): Promise<InputPicture> {
  const { raster, name } = await readInput(path, { film: false })
  const closer = seenFromCloser(raster, scale)
  const bytes = await writeImage(closer, { format: 'png' })
  const file = `closer-${basename(name, extname(name))}.png`
  return { raster: closer, sha256: await store.put(bytes, file), name: file }
}
