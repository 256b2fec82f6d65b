/** Where a viewer reads a map from: an exported folder, or a collection that is open in the page. */
import type { MapLayout } from '@reverie/collection'
import type { Catalogue } from '../format/catalogue.ts'
import type { Original, PieceDetail } from '../format/detail.ts'
import type { AtlasShape } from '../format/manifest.ts'
import type { PictureSide } from '../format/paths.ts'

/** A map to be read. Rows are those of the collection's pieces. */
export interface MapSource {
  readonly name: string
  /** Kinds of layouts, in the order in which they are offered; at least one. */
  readonly layouts: readonly string[]
  readonly atlas: AtlasShape
  catalogue(): Promise<Catalogue>
  layout(kind: string): Promise<MapLayout>
  /** One atlas of sprites: a picture with straight alpha. */
  sprites(index: number, signal: AbortSignal): Promise<ImageBitmapSource>
  /** A thumbnail. */
  picture(row: number, side: PictureSide, signal: AbortSignal): Promise<Blob>
  /** The address of a thumbnail, where it has one. */
  address?(row: number, side: PictureSide): string
  detail(row: number): Promise<PieceDetail>
  /** The picture at full size, where it is at hand. */
  original(row: number): Promise<Original | undefined>
}
