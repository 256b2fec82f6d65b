/** From what a person gave to complete parameters. */
import type { z } from 'zod'
import { InstrumentError, type Instrument } from './instrument.ts'

/**
 * Complete parameters: those given, over those of a preset, over the defaults.
 * @throws InstrumentError naming all that is wrong at once: an unknown preset or parameter, a value out of its range.
 */
export function parametersOf<S extends z.ZodObject>(
  instrument: Instrument<S>,
  given: { readonly preset?: string; readonly parameters?: Readonly<Record<string, unknown>> } = {},
): z.infer<S> {
  const preset = given.preset === undefined ? undefined : instrument.presets[given.preset]
  if (given.preset !== undefined && preset === undefined) {
    throw new InstrumentError(
      `"${instrument.name}" has no preset "${given.preset}". It has: ${Object.keys(instrument.presets).join(', ')}.`,
    )
  }
  const parsed = instrument.parameters.safeParse({ ...preset?.parameters, ...given.parameters })
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return (
        `${issue.keys.map((key) => `"${key}"`).join(', ')} ${issue.keys.length === 1 ? 'is no parameter' : 'are no parameters'}; ` +
        `there are: ${Object.keys(instrument.parameters.shape).join(', ')}`
      )
    }
    const value = issue.path.reduce<unknown>(
      (from, key) => (from as Record<PropertyKey, unknown> | undefined)?.[key],
      given.parameters,
    )
    return `${issue.path.join('.')}: ${issue.message}${value === undefined ? '' : `, found ${JSON.stringify(value)}`}`
  })
  throw new InstrumentError(`Parameters of "${instrument.name}" cannot be used: ${problems.join('; ')}.`)
}
