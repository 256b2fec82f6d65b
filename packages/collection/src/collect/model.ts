/** Which network imprints a collection. */
import { existsSync } from 'node:fs'
import { isAbsolute, relative, resolve } from 'node:path'
import { CollectionError } from '../error.ts'
import type { Description } from '../store/description.ts'
import { imprinterFor, type NamedModel } from './imprinter-for.ts'

/** The network that imprints unless said. */
const usual = 'inception'

/**
 * Finds the network of a run.
 * @param asked what a person named, if anything
 * @param kept what the collection is made with, if it is there
 * @param folder the collection's
 * @throws CollectionError when that is another one, ModelError when there is no such network
 */
export async function settleModel(
  asked: string | undefined,
  kept: Description['model'] | undefined,
  folder: string,
): Promise<Description['model']> {
  if (kept !== undefined && (asked === undefined || asked === kept.id)) return kept
  const model = asked ?? usual
  const imprinter = await imprinterFor({ model })
  const { modelId: id, sha256, dimensions } = imprinter
  await imprinter.close()
  if (kept !== undefined && kept.sha256 !== sha256)
    throw new CollectionError(
      `The imprints of this collection are made with "${kept.id}", and those of "${id}" cannot be compared with them: leave --model out, or collect into another folder.`,
    )
  return { id, sha256, dimensions, ...(existsSync(model) ? { file: fromFolder(folder, resolve(model)) } : {}) }
}

/** By what threads open the network that a collection keeps. */
export function namedModel({ id, sha256, file }: Description['model'], folder: string): NamedModel {
  return { model: file === undefined ? id : resolve(folder, file), sha256 }
}

function fromFolder(folder: string, path: string): string {
  const way = relative(folder, path)
  return isAbsolute(way) ? path : way.replaceAll('\\', '/')
}
