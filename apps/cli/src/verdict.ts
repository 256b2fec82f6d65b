/** What `verify` says. */
import type { Recipe } from '@reverie/recipe'
import type { Comparison } from './compare.ts'

/** Whether a work is what its recipe makes. */
export interface Verdict {
  readonly same: boolean
  /** Decibels; 999 stands for infinite (identical pixels), because JSON has no such number. */
  readonly psnr: number
  /** What was demanded: identical pixels, or a PSNR of at least `leastPsnr`. `nothing` when it could not be made again. */
  readonly checked: 'identical' | 'psnr' | 'nothing'
  readonly leastPsnr?: number
  /** The verdict as a sentence. */
  readonly explanation: string
}

/**
 * The PSNR in dB that a work has to reach where its environment differs from the recorded one. Kernels of another
 * processor or provider differ in the last bits, and dreaming amplifies that, step by step: the same recipe on the CPU
 * and in WebAssembly came out at 27 to 33 dB with the usual parameters (300 and 400 pixels), and at 22 dB after four
 * frames of a film. Another seed gives 25 dB, another picture 10. So this tells another picture, not a small change.
 */
const leastPsnr = 20

/**
 * Judges a comparison between a work and what its recipe made.
 *
 * @param again the recipe of what was made just now: its environment decides what is demanded.
 */
export function judge(recorded: Recipe, again: Recipe, { of = 'pixels', identical, psnr }: Comparison): Verdict {
  const changed = recorded.models.find(({ id, sha256 }) =>
    again.models.every((model) => model.id !== id || model.sha256 !== sha256),
  )
  const finite = Number.isFinite(psnr) ? psnr : 999
  const apart = of === 'bytes' ? 'The bytes differ' : `The PSNR is ${psnr.toFixed(1)} dB`
  const close = identical ? `The ${of} are identical` : apart
  if (changed !== undefined) {
    const explanation = `The model "${changed.id}" is another one than the recipe's (SHA-256 ${changed.sha256}). ${close}.`
    return { same: false, psnr: finite, checked: 'identical', explanation }
  }
  const differences = differencesOf(recorded.environment, again.environment)
  if (differences.length === 0 && again.environment['deterministic'] !== false) {
    const demand = identical
      ? ', as the same environment demands.'
      : `; the same environment demands identical ${of}.`
    return { same: identical, psnr: finite, checked: 'identical', explanation: `${close}${demand}` }
  }
  // A text is the same or another one: there is no likeness of bytes.
  if (of === 'bytes') {
    const made = `Made elsewhere (${differences.join(', ')}). ${close}.`
    return { same: identical, psnr: finite, checked: 'identical', explanation: made }
  }
  const where =
    differences.length === 0
      ? 'This provider does not repeat itself exactly'
      : `Made elsewhere (${differences.join(', ')})`
  const explanation = `${where}, where only a likeness can be demanded: a PSNR of at least ${leastPsnr} dB. ${close}.`
  return { same: psnr >= leastPsnr, psnr: finite, checked: 'psnr', leastPsnr, explanation }
}

function differencesOf(one: Recipe['environment'], other: Recipe['environment']): string[] {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].filter((name) => one[name] !== other[name])
}
