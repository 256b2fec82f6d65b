/** Identifiers of models that people add. */
import { builtInCard } from './builtin/index.ts'

/** An identifier from a file's name: lower case, without its extension or any folder. */
export function identifierOf(fileName: string): string {
  const base = fileName.replaceAll('\\', '/').split('/').at(-1)!
  const name = base
    .replace(/\.(onnx|json)$/i, '')
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '')
  return name === '' ? 'model' : name
}

/**
 * The identifier under which a file is kept: its own, or with the start of its hash when a built-in model or another
 * file has that already.
 * @param takenBy gives the hash of the model that is kept under an identifier.
 */
export async function freeIdentifier(
  wanted: string,
  sha256: string,
  takenBy: (id: string) => Promise<string | undefined>,
): Promise<string> {
  const holder = builtInCard(wanted)?.sha256 ?? (await takenBy(wanted))
  return holder === undefined || holder === sha256 ? wanted : `${wanted}-${sha256.slice(0, 8)}`
}
