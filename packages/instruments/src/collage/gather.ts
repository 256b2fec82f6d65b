/**
 * From a collection to a collage that no longer needs it: pieces are chosen and laid out, and the request becomes one with
 * those pieces and an edit log that begins with their arrangement.
 */
import type { Collection, Piece } from '@reverie/collection'
import { baseName, createRandom, type JSONValue } from '@reverie/recipe'
import { InstrumentError, type Host, type InputPiece } from '../instrument.ts'
import { encodeArrangement, type Credit, type Laid } from './arrangement.ts'
import { choosePieces, type Choice } from './choose.ts'
import { readCollageEdits } from './edits.ts'
import { layoutSteps, nearestImprints, nearestOnMap, type LayoutStep, type Neighbours } from './layout/index.ts'
import { geometryOf, maskOf, type CollageRequest } from './plan.ts'
import { roomsOf } from './weights.ts'

/** Neighbours that are wanted. */
const WANTED = 8
/** Numbers that an imprint is projected to where there are many pieces: distances keep their order well enough. */
const PROJECTED = 96
const MANY = 800

/** `collage`'s `gather` (instrument.ts). */
export async function gatherCollage(request: CollageRequest, host: Host): Promise<CollageRequest> {
  const collection = request.collections?.['collection']
  const edits = readCollageEdits(request.edits)
  if (edits[0]?.type === 'arrange') return withSwapped(request, collection)
  if (collection === undefined) {
    throw new InstrumentError(
      'A collage is made of the pieces of a collection, and none is given. Collect some: reverie collect <folder> -o <collection>',
    )
  }
  const steps = arranging(request, collection)
  for (;;) {
    const { done, value } = await steps.next()
    if (done) return withSwapped(value, collection)
    request.signal?.throwIfAborted()
    await host.breathe?.()
  }
}

/**
 * Chooses and lays out, step by step.
 * @yields the layout as it settles, with what it is made of
 * @returns the request with pieces and arrangement in place of what its log began with
 */
async function* arranging(
  request: CollageRequest,
  collection: Collection,
): AsyncGenerator<{ readonly step: LayoutStep; readonly pieces: readonly Piece[] }, CollageRequest, void> {
  const { seed } = request
  const all = await collection.pieces()
  const choice = await choosePieces(collection, request.parameters, seed, request.examples)
  // Ids in place of file names, and of chance.
  const ids = (rows: ArrayLike<number>): string => Array.from(rows, (row) => all[row]!.id).join(',')
  const parameters = { ...request.parameters, like: ids(choice.liked), unlike: ids(choice.unliked) }
  const pieces = Array.from(choice.rows, (row) => all[row]!)
  const { room } = geometryOf(parameters)
  const mask = maskOf(request)
  const map = await mapOf(collection, choice, parameters.color)
  const neighbours = await neighboursOf(collection, choice, parameters, map)
  const first = parameters.sizes === 'hero' ? { held: [{ piece: 0, x: room.width / 2, y: room.height / 2 }] } : {}
  const weights = roomsOf(parameters.sizes, [...choice.likeness], 0)
  const layout = {
    count: pieces.length,
    width: room.width,
    height: room.height,
    neighbours,
    weights,
    seed,
    ...first,
  }
  const places = new Float64Array(2 * pieces.length)
  for (const step of layoutSteps({ ...layout, ...(map && { map }), ...(mask && { mask }) })) {
    places.set(step.positions)
    yield { step, pieces }
  }
  const from =
    map === undefined
      ? places.map((at, index) => at / (index % 2 === 0 ? room.width : room.height))
      : stretched(map)
  const laid = pieces.map((piece, at): Laid => ({
    x: places[2 * at]! / room.width,
    y: places[2 * at + 1]! / room.height,
    from: [from[2 * at]!, from[2 * at + 1]!],
    outline: { aspect: piece.width / piece.height, mask: piece.silhouette.mask },
    near: [...neighbours.indices.subarray(at * neighbours.k, (at + 1) * neighbours.k)].filter(
      (other) => other >= 0,
    ),
    likeness: choice.likeness[at]!,
    credit: creditOf(piece),
  }))
  const arrange = encodeArrangement({ collection: collection.name, ...room, pieces: laid })
  const [before, ...rest] = readCollageEdits(request.edits)
  const edits = before === undefined || before.type === 'arrange' ? rest : [before, ...rest]
  return {
    ...request,
    parameters,
    edits: [arrange, ...edits] as unknown as JSONValue[],
    pieces: { ...request.pieces, pieces: pieces.map((piece) => inputOf(piece, collection)) },
  }
}

/** A piece of a collection as an input. Where the original is not at hand, its largest thumbnail is not taken instead. */
function inputOf(piece: Piece, collection: Collection): InputPiece {
  const name = baseName(piece.path)
  return {
    sha256: piece.sha256,
    name,
    read: async () => {
      const bytes = await collection.original(piece.id)
      if (bytes !== undefined) return bytes
      throw new InstrumentError(
        `"${name}" of the collection "${collection.name}" is not where it was collected from. Put its source back, or collect it again.`,
      )
    },
  }
}

/** Who made a piece, and what may be done with it. */
function creditOf({ title, author, link, license }: Piece): Credit {
  return { title, author, link, license }
}

/** Pieces that were put in the place of others belong to the collage too. */
async function withSwapped(request: CollageRequest, collection: Collection | undefined): Promise<CollageRequest> {
  const given = request.pieces?.['pieces'] ?? []
  const known = new Set(given.map(({ sha256 }) => sha256.slice(0, 16)))
  const wanted = readCollageEdits(request.edits).flatMap((edit) =>
    edit.type === 'swap' && !known.has(edit.by) ? [edit.by] : [],
  )
  if (wanted.length === 0) return request
  const all = (await collection?.pieces()) ?? []
  const found = [...new Set(wanted)].map((id) => {
    const piece = all.find((candidate) => candidate.id === id)
    if (piece !== undefined) return inputOf(piece, collection!)
    throw new InstrumentError(`The piece ${id} that was put into this collage is not in its collection.`)
  })
  return { ...request, pieces: { ...request.pieces, pieces: [...given, ...found] } }
}

/** [n, 2] of the chosen ones, in the map's units. */
async function mapOf(collection: Collection, { rows }: Choice, color: number): Promise<Float64Array | undefined> {
  const kinds = color > 0.5 ? ['color', 'umap', 'tsne'] : ['umap', 'tsne', 'color']
  for (const kind of kinds) {
    const layout = await collection.layout(kind)
    if (layout === undefined) continue
    const { positions } = layout
    return Float64Array.from({ length: 2 * rows.length }, (_, at) => positions[2 * rows[at >> 1]! + (at & 1)]!)
  }
  return undefined
}

async function neighboursOf(
  collection: Collection,
  { rows }: Choice,
  { neighbours, color, seed }: CollageRequest['parameters'] & { readonly seed?: number },
  map: Float64Array | undefined,
): Promise<Neighbours> {
  const k = Math.min(WANTED, rows.length - 1)
  if (neighbours === 'map' && map !== undefined) return nearestOnMap(map, k)
  const [pieces, { vectors, dimensions }] = await Promise.all([collection.pieces(), collection.imprints()])
  const colors = pieces[rows[0]!]!.palette.length
  const wide = dimensions + colors
  const mixed = new Float32Array(rows.length * wide)
  // Squares of the two shares add up to one, so that rows stay of unit length.
  const subject = Math.sqrt(1 - color)
  const shade = Math.sqrt(color)
  for (const [at, row] of rows.entries()) {
    for (let column = 0; column < dimensions; column++)
      mixed[at * wide + column] = subject * vectors[row * dimensions + column]!
    const { palette } = pieces[row]!
    for (let column = 0; column < colors; column++)
      mixed[at * wide + dimensions + column] = shade * Math.sqrt(palette[column]!)
  }
  if (rows.length <= MANY) return nearestImprints(mixed, wide, k)
  return nearestImprints(projected(mixed, wide, seed ?? 0), PROJECTED, k)
}

/** Random signs keep inner products about as they are (Achlioptas 2003). */
function projected(vectors: Float32Array, dimensions: number, seed: number): Float32Array {
  const random = createRandom(seed)
  const signs = Float32Array.from({ length: dimensions * PROJECTED }, () => (random.next() < 0.5 ? -1 : 1))
  const count = vectors.length / dimensions
  const result = new Float32Array(count * PROJECTED)
  for (let row = 0; row < count; row++) {
    const to = result.subarray(row * PROJECTED, (row + 1) * PROJECTED)
    for (let column = 0; column < dimensions; column++) {
      const value = vectors[row * dimensions + column]!
      if (value === 0) continue
      for (let at = 0; at < PROJECTED; at++) to[at]! += value * signs[column * PROJECTED + at]!
    }
    const length = Math.sqrt(to.reduce((sum, value) => sum + value * value, 0)) || 1
    for (let at = 0; at < PROJECTED; at++) to[at]! /= length
  }
  return result
}

/** A map stretched over the whole canvas, as Layerage begins. */
function stretched(map: Float64Array): Float64Array {
  const low = [Infinity, Infinity]
  const high = [-Infinity, -Infinity]
  for (const [at, value] of map.entries()) {
    low[at & 1] = Math.min(low[at & 1]!, value)
    high[at & 1] = Math.max(high[at & 1]!, value)
  }
  return map.map((value, at) => (value - low[at & 1]!) / (high[at & 1]! - low[at & 1]! || 1))
}
