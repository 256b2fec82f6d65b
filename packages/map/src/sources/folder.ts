/** A map from the folder that `reverie map` exported, over http, by addresses relative to it. */
import { decodeCatalogue, type Catalogue, type CatalogueText } from '../format/catalogue.ts'
import type { PieceDetail } from '../format/detail.ts'
import { mapFormat, type MapManifest } from '../format/manifest.ts'
import {
  atlasFile,
  catalogueFile,
  decodePositions,
  detailsFile,
  detailsShard,
  manifestFile,
  originalFile,
  positionsFile,
  thumbnailFile,
} from '../format/paths.ts'
import type { MapSource } from './source.ts'

/** Shards of details that are kept. */
const keptShards = 16

/**
 * Opens an exported map.
 * @param address of the folder, with a slash at its end; relative to the page.
 * @throws Error when there is no map, or one of a version that this viewer does not know
 */
export async function openFolderSource(address: string): Promise<MapSource> {
  const root = new URL(address, document.baseURI)
  const answer = await ask(new URL(manifestFile, root), { cache: 'no-cache' })
  const manifest = (await answer.json()) as MapManifest
  if (manifest.format !== mapFormat) {
    throw new Error(
      `The map is of format ${manifest.format}, and this viewer reads format ${mapFormat}. Export it again with "reverie map".`,
    )
  }
  const data = new URL(`${manifest.data}/`, root)
  let catalogue: Promise<Catalogue> | undefined
  const columns = (): Promise<Catalogue> =>
    (catalogue ??= unpacked(new URL(catalogueFile, data)).then((bytes) =>
      decodeCatalogue(JSON.parse(new TextDecoder().decode(bytes)) as CatalogueText),
    ))
  const shards = new Map<string, Promise<PieceDetail[]>>()
  const ids: string[] = []
  const idOf = (row: number): string => ids[row] ?? ''
  const addressOf = (row: number, side: 128 | 256 | 512): string =>
    new URL(thumbnailFile(idOf(row), side), root).href
  return {
    name: manifest.name,
    layouts: manifest.layouts.map(({ kind }) => kind),
    atlas: manifest.atlas,
    catalogue: async () => {
      const found = await columns()
      ids.splice(0, ids.length, ...found.ids)
      return found
    },
    layout: async (kind) => {
      const positions = decodePositions(await unpacked(new URL(positionsFile(kind), data)))
      return { ...manifest.layouts.find((layout) => layout.kind === kind)!, positions }
    },
    sprites: async (index, signal) => (await ask(new URL(atlasFile(index), data), { signal })).blob(),
    picture: async (row, side, signal) => (await ask(new URL(addressOf(row, side)), { signal })).blob(),
    address: addressOf,
    detail: async (row) => {
      const file = detailsFile(row)
      const shard =
        shards.get(file) ??
        unpacked(new URL(file, data)).then((bytes) => JSON.parse(new TextDecoder().decode(bytes)) as PieceDetail[])
      shards.delete(file)
      shards.set(file, shard)
      if (shards.size > keptShards) shards.delete(shards.keys().next().value!)
      shard.catch(() => shards.delete(file))
      return (await shard)[row % detailsShard]!
    },
    original: async (row) => {
      const found = manifest.originals?.[row]
      if (found === null || found === undefined) return undefined
      const url = new URL(originalFile(idOf(row)), root).href
      return found.tile === undefined
        ? { kind: 'file', url: `${url}.${found.format}` }
        : { kind: 'tiles', url, format: found.format, side: found.tile }
    },
  }
}

async function ask(url: URL, options: RequestInit): Promise<Response> {
  const answer = await fetch(url, options)
  if (!answer.ok) {
    throw new Error(
      `"${url.pathname}" should be part of the map, and the server answered ${answer.status}. Upload the whole folder again.`,
    )
  }
  return answer
}

/** Some servers unpack what ends in `.gz` on the way; the first two bytes tell. */
async function unpacked(url: URL): Promise<Uint8Array> {
  const bytes = new Uint8Array(await (await ask(url, {})).arrayBuffer())
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}
