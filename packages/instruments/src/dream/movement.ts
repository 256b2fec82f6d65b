/** How a film moves from one frame to the next. */
import { emptyPlanes, type Planes } from './planes.ts'

/** One frame's movement. */
export interface Movement {
  /** Share by which the view comes closer: 0.05 shows 95 % of the frame before (google/deepdream's `s`). */
  readonly zoom: number
  /** Degrees, clockwise. */
  readonly rotate: number
  /** Shares of width and height by which the view moves right and down. */
  readonly panX: number
  readonly panY: number
}

/**
 * The picture seen after one movement: turned and magnified about its centre, then shifted, linearly interpolated.
 * What comes into view from outside is the picture mirrored at its edges.
 */
export function moved(picture: Planes, { zoom, rotate, panX, panY }: Movement): Planes {
  const { width, height, channels, data } = picture
  const result = emptyPlanes(width, height, channels)
  const size = width * height
  const angle = (rotate * Math.PI) / 180
  const cosine = (1 - zoom) * Math.cos(angle)
  const sine = (1 - zoom) * Math.sin(angle)
  const centreX = (width - 1) / 2
  const centreY = (height - 1) / 2
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const fromX = centreX + cosine * (x - centreX) + sine * (y - centreY) + panX * width
      const fromY = centreY - sine * (x - centreX) + cosine * (y - centreY) + panY * height
      const left = Math.floor(fromX)
      const top = Math.floor(fromY)
      const u = fromX - left
      const v = fromY - top
      const x0 = mirror(left, width)
      const x1 = mirror(left + 1, width)
      const row0 = mirror(top, height) * width
      const row1 = mirror(top + 1, height) * width
      for (let channel = 0; channel < channels; channel++) {
        const plane = channel * size
        const above = data[plane + row0 + x0]! * (1 - u) + data[plane + row0 + x1]! * u
        const below = data[plane + row1 + x0]! * (1 - u) + data[plane + row1 + x1]! * u
        result.data[plane + y * width + x] = above + v * (below - above)
      }
    }
  }
  return result
}

/** An index reflected into 0…length − 1, the edge pixel not repeated. */
function mirror(index: number, length: number): number {
  if (length === 1) return 0
  const period = 2 * (length - 1)
  const at = ((index % period) + period) % period
  return at < length ? at : period - at
}

/**
 * A new frame mixed with the dream of the frame before (gordicaleksa/pytorch-deepdream's `blend`), which carries the
 * dream from frame to frame.
 * @param share of the new frame, 0 to 1
 */
export function blended(frame: Planes, before: Planes, share: number): Planes {
  const data = frame.data.map((value, at) => before.data[at]! + share * (value - before.data[at]!))
  return { ...frame, data }
}
