/**
 * `virtual:reverie/instruments`: what the Studio must know of each instrument before it runs one. The schemas are
 * turned into JSON Schema here, while building, so that a first visit loads neither zod nor any instrument's code,
 * and the panel still repeats no default and no range.
 */
import { runnerImport, type Plugin } from 'vite'
import type { InputPort, Palette } from '@reverie/instruments'
import type { ModelCard } from '@reverie/models'
import type { z } from 'zod'

const id = 'virtual:reverie/instruments'

/** The part of an instrument that describes it. */
interface Described {
  readonly name: string
  readonly version: number
  readonly title: string
  readonly summary: string
  readonly parameters: z.ZodObject
  readonly inputs: Readonly<Record<string, InputPort>>
  readonly outputs: unknown
  readonly presets: unknown
  readonly exports?: unknown
}

/** Makes the module, anew each time one of the sources it was read from changes. */
export function instruments(): Plugin {
  return {
    name: 'reverie:instruments',
    resolveId: (source) => (source === id ? `\0${id}` : undefined),
    async load(source) {
      if (source !== `\0${id}`) return undefined
      const { module, dependencies } = await runnerImport<{
        instruments: Record<string, Described>
        palettes: Readonly<Record<string, Palette>>
        takesFiles: (kind: InputPort['kind']) => boolean
        listModels: () => ModelCard[]
        toJSONSchema: typeof z.toJSONSchema
      }>(new URL('described.ts', import.meta.url).pathname, {
        // "inline" is the runner's own environment. Without this it leaves packages to Node: to their dist/, which a
        // fresh clone does not have, and which elsewhere may be old.
        environments: { inline: { resolve: { noExternal: [/^@reverie\//], conditions: ['reverie-source'] } } },
        logLevel: 'error',
      })
      for (const file of dependencies) if (file.startsWith('/')) this.addWatchFile(file)
      const list = Object.values(module.instruments).map((instrument) => ({
        name: instrument.name,
        version: instrument.version,
        title: instrument.title,
        summary: instrument.summary,
        schema: module.toJSONSchema(instrument.parameters, { io: 'input', unrepresentable: 'any' }),
        inputs: Object.fromEntries(
          Object.entries(instrument.inputs).map(([port, input]) => [
            port,
            { ...input, takesFiles: module.takesFiles(input.kind) },
          ]),
        ),
        outputs: instrument.outputs,
        presets: instrument.presets,
        exports: instrument.exports ?? {},
      }))
      const models = module
        .listModels()
        .map(({ id, title, description, license, bytes, telling, defaultLayers, guideLayer }) => ({
          id,
          title,
          description,
          license,
          bytes,
          telling,
          defaultLayers,
          guideLayer,
        }))
      const parts = { instruments: list, models, palettes: module.palettes }
      return Object.entries(parts)
        .map(([name, part]) => `export const ${name} = ${JSON.stringify(part)}\n`)
        .join('')
    },
  }
}
