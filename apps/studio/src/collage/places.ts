/** Where pieces are on the canvas, and which of them is under a finger: pure arithmetic, in pixels of the work. */
import { placeNumbers, type CollagePiece } from '../workers/collage-api.ts'

/** Where a piece is. The picture is turned about its anchor, which lies at x, y. */
export interface Place {
  readonly x: number
  readonly y: number
  /** Of the whole picture before it is turned. */
  readonly width: number
  readonly height: number
  /** In the picture, 0 to 1. */
  readonly anchor: readonly [number, number]
  /** Degrees, clockwise. */
  readonly angle: number
}

/** The place of the piece at that index. */
export function placeAt(places: Float32Array, index: number): Place {
  const [x, y, width, height, left, top, angle] = places.subarray(index * placeNumbers, (index + 1) * placeNumbers)
  return { x: x!, y: y!, width: width!, height: height!, anchor: [left!, top!], angle: angle! }
}

/** A point in shares of a picture, 0 to 1 where it is inside. */
function inPicture({ x, y, width, height, anchor, angle }: Place, atX: number, atY: number): [number, number] {
  const turn = (-angle * Math.PI) / 180
  const [dx, dy] = [atX - x, atY - y]
  const across = dx * Math.cos(turn) - dy * Math.sin(turn)
  const down = dx * Math.sin(turn) + dy * Math.cos(turn)
  return [across / width + anchor[0], down / height + anchor[1]]
}

const grid = 32
/** Of 255: less does not show. */
const shows = 40

/**
 * The piece in front at a point: what shows of it counts, not its box; a little beside it counts where nothing else is.
 *
 * @param slack Pixels beside.
 * @returns Its index, or −1.
 */
export function pieceAt(
  pieces: readonly Pick<CollagePiece, 'mask'>[],
  places: Float32Array,
  x: number,
  y: number,
  slack = 0,
): number {
  let near = -1
  for (let index = pieces.length - 1; index >= 0; index--) {
    const place = placeAt(places, index)
    const reach = slack / Math.max(1, Math.min(place.width, place.height))
    const [across, down] = inPicture(place, x, y)
    if (across < -reach || down < -reach || across > 1 + reach || down > 1 + reach) continue
    if (across >= 0 && down >= 0 && across < 1 && down < 1) {
      const { mask } = pieces[index]!
      if (mask[Math.floor(down * grid) * grid + Math.floor(across * grid)]! >= shows) return index
    }
    if (near < 0) near = index
  }
  return near
}

/** The next piece in a direction, as arrow keys go: near, and rather straight ahead. −1 when there is none. */
export function pieceTowards(places: Float32Array, from: number, dx: number, dy: number): number {
  const here = placeAt(places, from)
  let best = -1
  let least = Infinity
  for (let index = 0; index * placeNumbers < places.length; index++) {
    if (index === from) continue
    const { x, y } = placeAt(places, index)
    const along = (x - here.x) * dx + (y - here.y) * dy
    const beside = Math.abs((x - here.x) * dy - (y - here.y) * dx)
    if (along <= 0 || beside > 2 * along) continue
    const cost = along + 2 * beside
    if (cost < least) [best, least] = [index, cost]
  }
  return best
}

/** The corners of a picture as it lies, from its upper left clockwise. */
export function cornersOf({ x, y, width, height, anchor, angle }: Place): [number, number][] {
  const turn = (angle * Math.PI) / 180
  return (
    [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
    ] as const
  ).map(([across, down]) => {
    const [dx, dy] = [(across - anchor[0]) * width, (down - anchor[1]) * height]
    return [x + dx * Math.cos(turn) - dy * Math.sin(turn), y + dx * Math.sin(turn) + dy * Math.cos(turn)]
  })
}
