import type { Raster } from '@reverie/image'

/**
 * Takes a stream of binary PPM pictures (`P6`, 8 bits) apart. One picture stands in memory at a time.
 *
 * @throws Error when the stream holds anything else or ends inside a picture.
 */
export async function* readPpmFrames(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Raster, void, void> {
  let head = ''
  let frame: { width: number; height: number; data: Uint8Array; filled: number } | undefined
  for await (const chunk of stream) {
    let at = 0
    while (at < chunk.length) {
      if (frame === undefined) {
        head += String.fromCharCode(chunk[at++]!)
        const [whole, width, height] = /^P6\s+(\d+)\s+(\d+)\s+255\s$/.exec(head) ?? []
        if (whole === undefined && head.length > 40) throw new Error('The decoder sent no pictures.')
        if (whole === undefined) continue
        head = ''
        frame = {
          width: Number(width),
          height: Number(height),
          data: new Uint8Array(Number(width) * Number(height) * 3),
          filled: 0,
        }
      }
      const taken = chunk.subarray(at, at + frame.data.length - frame.filled)
      frame.data.set(taken, frame.filled)
      frame.filled += taken.length
      at += taken.length
      if (frame.filled < frame.data.length) continue
      yield { width: frame.width, height: frame.height, channels: 3, depth: 8, data: frame.data }
      frame = undefined
    }
  }
  if (frame !== undefined || head !== '') throw new Error('The decoder ended in the middle of a picture.')
}
