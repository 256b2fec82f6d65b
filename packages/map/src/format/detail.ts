/** What is told of one picture when it is looked at. */
import type { NeighbourLists, Piece } from '@reverie/collection'

/** What the catalogue does not hold. */
export interface PieceDetail {
  /** Relative to the source's root. */
  readonly path: string
  /** Where the picture is from; empty when unknown. */
  readonly link: string
  readonly format: string
  readonly bytes: number
  /** The main colours, most frequent first: OKLab lightness 0…1, a, b. */
  readonly colors: readonly (readonly [number, number, number])[]
  /** Pictures that are like it, nearest first, and how far: 1 − cosine, 0…2. */
  readonly neighbours: readonly { readonly row: number; readonly distance: number }[]
}

/** A picture at full size. */
export type Original =
  | { readonly kind: 'file'; readonly url: string }
  | { readonly kind: 'bytes'; readonly blob: Blob; readonly format: string }
  /** A pyramid in the Deep Zoom format: `<url>_files/<level>/<x>_<y>.<format>`. */
  | { readonly kind: 'tiles'; readonly url: string; readonly format: string; readonly side: number }

const digits = (value: number): number => Math.round(value * 1000) / 1000

/** Of the piece in a row; `lists` where there are any. */
export function detailOf(piece: Piece, row: number, lists: NeighbourLists | undefined): PieceDetail {
  const k = lists?.k ?? 0
  return {
    path: piece.path,
    link: piece.link,
    format: piece.format,
    bytes: piece.bytes,
    colors: Array.from({ length: piece.colors.length / 4 }, (_, at) => piece.colors.subarray(4 * at, 4 * at + 4))
      .filter(([, , , share]) => share! > 0)
      .map(([l, a, b]) => [digits(l!), digits(a!), digits(b!)] as const),
    neighbours: Array.from({ length: k }, (_, at) => ({
      row: lists!.indices[row * k + at]!,
      distance: digits(lists!.distances[row * k + at]!),
    })),
  }
}
