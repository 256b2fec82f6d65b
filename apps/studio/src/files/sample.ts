/** The pictures that come with the Studio. */
import { samples } from 'virtual:reverie/samples'
import type { PictureRef } from './picture.ts'

/** A sample with what a caption needs. */
export interface Sample {
  readonly url: string
  readonly name: string
  readonly title: string
  readonly credit: string
  readonly width: number
  readonly height: number
  readonly sha256: string
  /** A 96 px preview as a data address. */
  readonly preview: string
}

export { samples }

/** The samples as pictures for a port. */
export const sampleRefs: readonly PictureRef[] = samples.map(({ sha256, name, width, height }) => ({
  sha256,
  name,
  width,
  height,
}))

/** The sample with that content, if it is one. */
export const sampleOf = (sha256: string): Sample | undefined => samples.find((sample) => sample.sha256 === sha256)
