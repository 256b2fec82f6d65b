/** One work made again beside it and compared. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import type { Recipe } from '@reverie/recipe'
import { openInputStore } from '@reverie/recipe/node'
import type { Provider } from '@reverie/runtime'
import { instrumentOf, requestAgain } from './again.ts'
import { duration, size } from './amounts.ts'
import type { Call } from './call.ts'
import { pieceFinder } from './collections.ts'
import { compareWorks } from './compare.ts'
import type { Destination } from './destination.ts'
import { openHost } from './host.ts'
import { makeWork } from './make.ts'
import type { Terminal } from './terminal.ts'
import { judge, type Verdict } from './verdict.ts'
import { readRecipe } from './work.ts'

/** How to verify. */
export interface VerifyOptions {
  /** Folders to look for inputs in. */
  readonly inputs: readonly string[]
  /** Default: the CPU, the only one whose identical pixels can be demanded. */
  readonly provider: Provider | undefined
  readonly estimateOnly: boolean
}

/**
 * Makes a work again, writes it in the same format with the recorded settings, and compares what both files decode to:
 * so formats that lose something lose the same.
 *
 * @returns `undefined` when only an estimate was asked for.
 * @throws Error when it cannot be made again: no recipe, inputs missing, another version.
 */
export async function verifyWork(
  file: string,
  options: VerifyOptions,
  call: Call,
  terminal: Terminal,
): Promise<Verdict | undefined> {
  const recipe = await readRecipe(file)
  const instrument = instrumentOf(recipe)
  const store = await openInputStore({ inputs: options.inputs })
  const host = openHost(options.provider)
  const folder = mkdtempSync(join(tmpdir(), 'reverie-verify-'))
  const clean = (): void => rmSync(folder, { recursive: true, force: true })
  process.once('exit', clean)
  try {
    const again = await requestAgain(recipe, store, undefined, pieceFinder(options.inputs))
    const request = { ...again, signal: call.signal }
    if (options.estimateOnly) {
      const { seconds, bytes, steps } = await instrument.estimate(request, host)
      terminal.result(`About ${duration(seconds)} and ${size(bytes)} of memory for ${steps} steps.`)
      call.answer({ estimate: { seconds, bytes, steps, works: 1 } })
      return undefined
    }
    const destination = destinationBeside(file, recipe, folder)
    const { quality, dpi } = recipe.output
    const job = { instrument, request, destination, quality, dpi, label: file, resume: false }
    const made = await makeWork(job, host, call, terminal, call.now())
    return judge(recipe, made.recipe, await compareWorks(file, destination.path, recipe.output))
  } finally {
    clean()
    process.off('exit', clean)
    await host.dispose()
  }
}

function destinationBeside(file: string, { output }: Recipe, folder: string): Destination {
  const { kind, format } = output
  return { kind, format, path: join(folder, `again${extname(file)}`) } as Destination
}
