/**
 * The items of a HEIF file (ISO 14496-12, 8.11): which there are and where their bytes lie. Only what is needed to add an
 * item of metadata: `infe` entries are read, `iloc` is read and written.
 */
import { concat, numberBytes, readNumber, textAt } from '../bytes.ts'
import { RecipeError } from '../error.ts'
import { boxesOf } from './boxes.ts'

/** A run of bytes of an item: absolute in the file, or from the start of `idat`. */
interface Extent {
  readonly offset: number
  readonly length: number
}

/** Where an item lies. */
export interface Location {
  readonly id: number
  /** 0 in the file, 1 in `idat`. */
  readonly construction: number
  readonly reference: number
  readonly extents: readonly Extent[]
}

/** An entry of `iinf`. */
export interface Item {
  readonly id: number
  readonly type: string
  /** For items of type `mime`. */
  readonly contentType: string
}

/** The items of an `iinf` box's content. */
export function itemsOf(iinf: Uint8Array): Item[] {
  const head = iinf[0] === 0 ? 6 : 8
  return boxesOf(iinf.subarray(head)).flatMap(({ type, data }) => {
    const wide = data[0] === 3
    if (type !== 'infe' || !(wide || data[0] === 2)) return []
    const at = wide ? 8 : 6
    const strings = textAt(data, at + 6, 200).split('\0')
    return [{ id: readNumber(data, 4, wide ? 4 : 2), type: textAt(data, at + 2, 4), contentType: strings[1] ?? '' }]
  })
}

/**
 * The entries of an `iloc` box's content, base offsets added.
 * @throws RecipeError for what can neither be followed nor written again
 */
export function locationsOf(iloc: Uint8Array): Location[] {
  const version = iloc[0] ?? 0
  const sizes = [iloc[4] ?? 0, iloc[5] ?? 0].flatMap((byte) => [byte >> 4, byte & 15])
  const [offsetSize = 0, lengthSize = 0, baseSize = 0, indexSize = 0] = sizes
  let at = 6
  const next = (size: number): number => {
    const value = size === 0 ? 0 : readNumber(iloc, at, size)
    at += size
    if (Number.isNaN(value)) throw new RecipeError('The picture has a damaged table of items: write it again.')
    return value
  }
  const idSize = version < 2 ? 2 : 4
  const count = next(idSize)
  const locations: Location[] = []
  for (let index = 0; index < count; index++) {
    const id = next(idSize)
    const construction = version === 0 ? 0 : next(2) & 15
    const reference = next(2)
    const base = next(baseSize)
    const extents: Extent[] = []
    for (let left = next(2); left > 0; left--) {
      if (version > 0) next(indexSize)
      const offset = base + next(offsetSize)
      extents.push({ offset, length: next(lengthSize) })
    }
    locations.push({ id, construction, reference, extents })
  }
  if (locations.some(({ construction }) => construction > 1))
    throw new RecipeError(
      'The picture has items made of other items, to which no recipe can be added: write it as PNG.',
    )
  return locations
}

/**
 * The content of an `iloc` box: offsets of 4 bytes always, so that its size does not depend on them; not all readers know 8.
 * @throws RecipeError for a file of more than 4 GB
 */
export function locationBytes(locations: readonly Location[]): Uint8Array {
  const wide = locations.some(({ id }) => id > 0xffff)
  const idSize = wide ? 4 : 2
  if (locations.some(({ extents }) => extents.some(({ offset }) => offset > 0xffff_ffff)))
    throw new RecipeError('The picture is too large for more metadata (over 4 GB): write it as PNG.')
  return concat([
    Uint8Array.of(wide ? 2 : 1, 0, 0, 0, 0x44, 0),
    numberBytes(locations.length, idSize),
    ...locations.flatMap(({ id, construction, reference, extents }) => [
      numberBytes(id, idSize),
      numberBytes(construction, 2),
      numberBytes(reference, 2),
      numberBytes(extents.length, 2),
      ...extents.flatMap(({ offset, length }) => [numberBytes(offset, 4), numberBytes(length, 4)]),
    ]),
  ])
}
