/// <reference path="./jsfive.d.ts" />
/**
 * Keras' HDF5 files: the datasets under their paths and the attributes of the root, read by jsfive (docs/decisions say why),
 * which is loaded when it is needed.
 */
import type { KerasWeight } from '@reverie/models'
import type { Dataset, Group } from 'jsfive'
import { InstrumentError } from '../../instrument.ts'
import { limits } from './check-network.ts'

/** A file's numbers and what it says of itself. */
export interface Hdf5 {
  readonly weights: ReadonlyMap<string, KerasWeight>
  /** Attributes of the root that are texts. */
  readonly texts: Readonly<Record<string, string>>
}

/** Groups inside groups that a Keras file may have; nested models have two for each level. */
const DEEPEST = 64
/** Groups and arrays that are looked at: links may lead back, and then there is no end of them. */
const MOST = 20_000

/** Whether a file begins as such files do. */
export const isHdf5 = (bytes: Uint8Array): boolean =>
  String.fromCharCode(...bytes.subarray(0, 8)) === '\x89HDF\r\n\x1a\n'

/** @throws InstrumentError when it is damaged, or holds what are no weights. */
export async function readHdf5(bytes: Uint8Array, subject: string): Promise<Hdf5> {
  const { Dataset, File } = await import('jsfive')
  const weights = new Map<string, KerasWeight>()
  let total = 0
  let seen = 0
  const visit = (group: Group, path: string, depth: number): void => {
    if (depth > DEEPEST) throw new InstrumentError(`${subject} has groups nested more than ${DEEPEST} deep.`)
    for (const name of group.keys) {
      if (++seen > MOST) throw new InstrumentError(`${subject} holds more than ${MOST} groups and arrays.`)
      const entry = group.get(name)
      const own = path === '' ? name : `${path}/${name}`
      // What an optimiser remembers is no part of the network.
      if (entry === null || own === 'optimizer_weights' || own === 'optimizer') continue
      if (!(entry instanceof Dataset)) {
        visit(entry, own, depth + 1)
        continue
      }
      total += entry.shape.reduce((product, size) => product * size, 1)
      if (total > limits.weights) {
        throw new InstrumentError(
          `${subject} holds more than ${limits.weights} weights, which is more than a pattern's network may have.`,
        )
      }
      weights.set(own, weightOf(entry, own))
    }
  }
  return undamaged(subject, () => {
    // A copy: the library wants a buffer of its own.
    const file = new File(new Uint8Array(bytes).buffer, subject)
    visit(file, '', 0)
    const texts = Object.entries(file.attrs).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    )
    return { weights, texts: Object.fromEntries(texts) }
  })
}

function weightOf(dataset: Dataset, path: string): KerasWeight {
  const { shape, dtype } = dataset
  if (typeof dtype !== 'string' || !/^[<>|]?[fiu]\d$/.test(dtype)) {
    throw new InstrumentError(`"${path}" holds no numbers; floats and integers are read.`)
  }
  const values = Float32Array.from(dataset.value as ArrayLike<number>)
  const size = shape.reduce((product, each) => product * each, 1)
  if (values.length !== size) {
    throw new InstrumentError(
      `"${path}" of shape [${shape.join(', ')}] needs ${size} numbers, found ${values.length}.`,
    )
  }
  return { shape, values }
}

/** What the library throws, errors of all kinds and bare texts, as one sentence. */
function undamaged<T>(subject: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof InstrumentError) throw error
    const why = error instanceof Error ? error.message : String(error)
    throw new InstrumentError(
      `${subject} is not a whole HDF5 file (${why.slice(0, 80)}). It may be cut short or damaged; fetch or save it again.`,
    )
  }
}
