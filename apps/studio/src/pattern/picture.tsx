/** The canvas that the worker draws on, for the stage's `picture`. */
import { useEffect, useRef } from 'react'
import { drawOn, resizePicture, usePicture } from './live.ts'

interface LivePictureProps {
  /** Size of the work, in pixels. */
  readonly width: number
  readonly height: number
  /** Pixels of the screen for one of the work. */
  readonly scale: number
}

/** More pixels are not drawn while one plays: a file has them all. */
const most = 4_000_000

/** The canvas. */
export function LivePicture({ width, height, scale }: LivePictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const isDrawn = usePicture(({ first }) => first > 0)
  const isSettled = usePicture(({ full, wanted, isPlaying }) => full > 0 && full === wanted && !isPlaying)
  // As many pixels as are seen, and never more than the work has.
  const share = Math.min(1, scale, Math.sqrt(most / (width * height)))
  const pixels = { width: Math.max(1, Math.round(width * share)), height: Math.max(1, Math.round(height * share)) }
  // Before it is known how large the picture is seen there is nothing to draw.
  const isPlaced = scale > 0
  useEffect(() => (isPlaced ? drawOn(canvas.current!) : undefined), [isPlaced])
  useEffect(() => {
    if (isPlaced) resizePicture(pixels.width, pixels.height)
  }, [isPlaced, pixels.width, pixels.height])
  return <canvas ref={canvas} aria-hidden="true" data-drawn={isDrawn} data-settled={isSettled} />
}
