import type { InputVideoTrack } from 'mediabunny'

/**
 * Frames and frames a second of a video, from its packets' times: nothing is decoded. Durations of packets are left
 * alone, because WebM does not tell that of the last one.
 */
export async function countFrames(track: InputVideoTrack): Promise<{ frames: number; fps: number | undefined }> {
  const { EncodedPacketSink } = await import('mediabunny')
  let [frames, first, last] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for await (const { timestamp } of new EncodedPacketSink(track).packets(undefined, undefined, {
    metadataOnly: true,
  })) {
    frames++
    first = Math.min(first, timestamp)
    last = Math.max(last, timestamp)
  }
  return { frames, fps: last > first ? (frames - 1) / (last - first) : undefined }
}
