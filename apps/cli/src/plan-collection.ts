/** The work of a call that is made of a collection's pieces. */
import { stat } from 'node:fs/promises'
import type { Bundle, Looks } from '@reverie/collection'
import { InstrumentError, type RenderRequest } from '@reverie/instruments'
import { unmeant, type Circumstances } from './circumstances.ts'
import { openFolder, rememberCollection } from './collections.ts'
import { destinationsOf } from './destination.ts'
import type { CollectionOperands } from './instrument-command.ts'
import { usualSeed } from './making-options.ts'
import { readParameters } from './parameters.ts'
import { readPorts } from './port-inputs.ts'
import { sentencesOf } from './problems.ts'
import type { Plan } from './series.ts'

/** Pictures from elsewhere among the words that name pieces: their looks, and the words without them. */
async function readExamples(
  naming: readonly string[],
  parameters: Record<string, unknown>,
  collection: Bundle,
  folder: string,
  missing: string[],
): Promise<{ words: Record<string, string>; examples: Looks[] }> {
  const words: Record<string, string> = {}
  const examples: Looks[] = []
  for (const name of naming) {
    const kept: string[] = []
    for (const word of String(parameters[name]).split(',')) {
      if (!(await isFile(word.trim()))) {
        kept.push(word)
        continue
      }
      try {
        const { exampleOf } = await import('@reverie/collection/node')
        const example = await exampleOf(collection, folder, word.trim())
        if (typeof example === 'string') kept.push(example)
        else examples.push(example)
      } catch (error) {
        missing.push(...sentencesOf(error))
      }
    }
    words[name] = kept.join(',')
  }
  return { words, examples }
}

async function isFile(path: string): Promise<boolean> {
  return path !== '' && (await stat(path).catch(() => undefined))?.isFile() === true
}

/** Plans the work, and collects what is wrong with the call and which files are missing. */
export async function planCollection(
  { port, examples: naming }: CollectionOperands,
  { manner, invocation, call, making, ports, missing, store, host }: Circumstances,
): Promise<readonly Plan[]> {
  const { instrument, names } = manner
  const { operands, options, problems } = invocation
  const { parameters, problems: wrong } = readParameters(instrument, options, options.preset, names)
  problems.push(...wrong)
  const [folder] = operands
  if (folder === undefined) {
    problems.push(
      `Give a collection: reverie ${instrument.name} <collection>. "reverie collect <folder> -o <collection>" makes one.`,
    )
  }
  if (operands.length > 1)
    problems.push(`One collection is taken, and ${operands.length} are given. Leave out all but one.`)
  if (problems.length > 0 || missing.length > 0 || folder === undefined) return []
  const collection = await openFolder(folder).catch((error: unknown) => {
    missing.push(...sentencesOf(error))
    return undefined
  })
  if (collection === undefined) return []
  await rememberCollection(folder)
  const { words, examples } = await readExamples(naming, parameters, collection, folder, missing)
  if (missing.length > 0) return []
  const { inputs, files } = await readPorts(ports, await store())
  const asked: RenderRequest = {
    parameters: { ...parameters, ...words },
    examples,
    seed: making.seed ?? usualSeed,
    inputs,
    ...(Object.keys(files).length === 0 ? {} : { files }),
    collections: { [port]: collection },
    signal: call.signal,
  }
  const request = await gathered(asked)
  if (request === undefined) return []
  problems.push(...(await unmeant(instrument, request, host)))
  if (problems.length > 0) return []
  const { kind } = instrument.plan(request)
  const { exports, depths } = instrument
  const { destinations, problems: unplaced } = destinationsOf({
    out: options.out,
    format: options.format,
    suffix: '',
    sources: [{ path: '', name: instrument.name, kind, exports, depths }],
  })
  problems.push(...unplaced)
  return destinations.map((destination) => ({
    label: collection.name,
    instrument,
    destination,
    quality: making.quality,
    request: async () => request,
  }))

  async function gathered(request: RenderRequest): Promise<RenderRequest | undefined> {
    try {
      return (await instrument.gather?.(request, host)) ?? request
    } catch (error) {
      if (!(error instanceof InstrumentError)) throw error
      problems.push(...sentencesOf(error))
      return undefined
    }
  }
}
