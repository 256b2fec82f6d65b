/** A bitmap as an element. */
import { useEffect, useRef } from 'react'

/** A canvas that fades in with its first bitmap, and keeps it until the next one comes. */
export function BitmapCanvas({ bitmap }: { bitmap: ImageBitmap | undefined }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const element = canvas.current
    if (!element || !bitmap) return
    Object.assign(element, { width: bitmap.width, height: bitmap.height })
    element.getContext('2d')!.drawImage(bitmap, 0, 0)
  }, [bitmap])
  return <canvas ref={canvas} aria-hidden="true" width={1} height={1} data-drawn={bitmap !== undefined} />
}
