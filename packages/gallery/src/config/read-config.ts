/** Reads `gallery.yaml`. */
import { findUnseen } from '../characters.ts'
import type { Fault } from '../problem.ts'
import { decodeText } from '../text.ts'
import { faultsOf } from '../yaml/faults-of.ts'
import { readYaml } from '../yaml/read-yaml.ts'
import { configSchema, type GalleryConfig } from './schema.ts'

/** The configuration’s name in a gallery’s folder. */
export const configName = 'gallery.yaml'

/** No configuration is longer, in bytes. */
export const mostConfigBytes = 65_536

/**
 * Reads a configuration.
 * @returns it, when nothing is wrong, and all that is
 */
export function readConfig(bytes: Uint8Array): {
  config?: GalleryConfig
  /** The line of a value, or of the nearest thing around it. */
  lineOf: (path: readonly PropertyKey[]) => number
  faults: Fault[]
} {
  const { text, faults } = decodeText(bytes, mostConfigBytes)
  const unknown = { lineOf: () => 1 }
  if (text === undefined) return { ...unknown, faults }
  for (const [index, line] of text.split('\n').entries()) {
    const unseen = findUnseen(line.replace(/\t/g, ' '))
    if (unseen !== undefined)
      faults.push({
        line: index + 1,
        code: 'hidden-character',
        message: `Character ${unseen.column} of the line is ${unseen.name}, which cannot be seen.`,
        fix: 'Type the line again, rather than paste it.',
      })
  }
  const { yaml, faults: wrong } = readYaml(text, { firstLine: 1, maxDepth: 8 })
  if (yaml === undefined) return { ...unknown, faults: [...faults, ...wrong] }
  const { lineOf } = yaml
  const parsed = configSchema.safeParse(yaml.value)
  if (!parsed.success) return { lineOf, faults: [...faults, ...faultsOf(parsed.error, configSchema, yaml)] }
  return faults.length > 0 ? { lineOf, faults } : { config: parsed.data, lineOf, faults }
}
