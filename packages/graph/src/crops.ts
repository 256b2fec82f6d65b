/**
 * Values from which only zeros were cropped. A convolution that pads its input with zeros can take the whole value and
 * pad less, which saves a copy: the gradient of an overlapping max pool of an odd size is such a value.
 */
import type { Builder } from './builder.ts'

const known = new WeakMap<Builder, Map<string, string>>()

/** Notes that `cropped` is `whole` without elements at the ends of its axes, all of which are zero. */
export function noteZeroCrop(build: Builder, cropped: string, whole: string): void {
  const wholes = known.get(build) ?? new Map<string, string>()
  known.set(build, wholes.set(cropped, whole))
}

/** The value from which another was cropped; undefined where none is known. */
export const wholeOf = (build: Builder, cropped: string): string | undefined => known.get(build)?.get(cropped)
