/** The canvas that the worker draws the collage on, and the hands on it, for the stage's `picture`. */
import { useEffect, useRef } from 'react'
import { collages } from '../workers/collage-client.ts'
import { Hands } from './hands.tsx'
import { drawOn, useCollage } from './live.ts'

interface CollagePictureProps {
  /** Size of the work, bleed included, in pixels. */
  readonly width: number
  readonly height: number
  /** Pixels of the screen for one of the work. */
  readonly scale: number
}

/** More pixels are not drawn while one works on it: a file has them all. */
const most = 4_000_000

/** The picture. */
export function CollagePicture({ width, height, scale }: CollagePictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const isRested = useCollage(({ rested, wanted }) => rested > 0 && rested === wanted)
  const isSettled = useCollage(({ settled, wanted }) => settled > 0 && settled === wanted)
  const share = Math.min(1, scale, Math.sqrt(most / (width * height)))
  const pixels = { width: Math.max(1, Math.round(width * share)), height: Math.max(1, Math.round(height * share)) }
  const isPlaced = scale > 0
  useEffect(() => (isPlaced ? drawOn(canvas.current!) : undefined), [isPlaced])
  useEffect(() => {
    if (isPlaced) void collages().resize(pixels.width, pixels.height)
  }, [isPlaced, pixels.width, pixels.height])
  return (
    <>
      <canvas ref={canvas} aria-hidden="true" data-settled={isSettled} data-rested={isRested} />
      {isPlaced && <Hands scale={scale / devicePixelRatio} />}
    </>
  )
}
