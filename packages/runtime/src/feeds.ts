/** What goes into a run is compared with what the program takes, before ONNX Runtime sees it. */
import type { DataType, ValueInfo } from '@reverie/graph'
import { RuntimeError } from './runtime.ts'

interface Given {
  readonly type: DataType
  readonly shape: readonly number[]
}

/**
 * Compares feeds with the inputs of a program.
 * @throws RuntimeError that lists what is missing, unknown, or of another type or shape.
 */
export function checkFeeds(inputs: readonly ValueInfo[], feeds: Readonly<Record<string, Given>>): void {
  let problems: string[] | undefined
  let found = 0
  for (const input of inputs) {
    const given = feeds[input.name]
    if (given !== undefined) found++
    const problem = given === undefined ? `input "${input.name}" is missing` : misfit('input', input, given)
    if (problem !== undefined) (problems ??= []).push(problem)
  }
  if (Object.keys(feeds).length > found) {
    const known = new Set(inputs.map(({ name }) => name))
    const unknown = Object.keys(feeds).filter((name) => !known.has(name))
    ;(problems ??= []).push(`there is no input ${unknown.map((name) => `"${name}"`).join(', ')}`)
  }
  if (problems === undefined) return
  const takes = inputs.map((input) => `${input.name} ${typeText(input)}`).join('; ')
  throw new RuntimeError(`The graph cannot run: ${problems.join('; ')}. It takes: ${takes || 'nothing'}.`)
}

/** What is wrong with a value for an input or an output; undefined when it fits. */
export function misfit(role: string, expected: ValueInfo, given: Given): string | undefined {
  const { name, type, shape } = expected
  const fits =
    (type === undefined || type === given.type) &&
    (shape === undefined ||
      (shape.length === given.shape.length &&
        shape.every((size, axis) => typeof size !== 'number' || size === given.shape[axis])))
  return fits ? undefined : `${role} "${name}" should be ${typeText(expected)}, found ${typeText(given)}`
}

function typeText({ type, shape }: Pick<ValueInfo, 'type' | 'shape'>): string {
  return `${type ?? 'any type'}${shape === undefined ? '' : `[${shape.map((size) => size ?? '?').join(', ')}]`}`
}
