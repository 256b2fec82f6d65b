/** What the options of ports name: pictures, and files that are taken as they are. */
import { access } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { readBytes } from '@reverie/image/node'
import { takesFiles, type InputFile, type InputPicture } from '@reverie/instruments'
import type { InputStore } from '@reverie/recipe'
import { readInput } from './inputs.ts'
import { portOptions, type InstrumentManner } from './instrument-command.ts'
import { flagOf } from './parameters.ts'

/** The files that a call names for one port. */
export interface PortPaths {
  readonly port: string
  readonly paths: readonly string[]
  /** Whether they are taken as they are. */
  readonly files: boolean
}

/** The ports that a call's options name, and a sentence for each file that is not there. */
export async function portPaths(
  manner: InstrumentManner,
  options: Readonly<Record<string, unknown>>,
): Promise<{ ports: PortPaths[]; missing: string[] }> {
  const ports: PortPaths[] = []
  const missing: string[] = []
  for (const [port, { kind }] of portOptions(manner)) {
    const given = options[manner.ports?.[port] ?? port]
    if (given === undefined) continue
    const paths = Array.isArray(given) ? (given as string[]) : [given as string]
    ports.push({ port, paths, files: takesFiles(kind) })
    for (const path of paths) {
      if (!(await isThere(path)))
        missing.push(`There is no file "${path}" for ${flagOf(port, manner.ports)}. Check the name and the folder.`)
    }
  }
  return { ports, missing }
}

/** Reads them. @param store where copies are kept. */
export async function readPorts(
  ports: readonly PortPaths[],
  store: InputStore,
): Promise<{ inputs: Record<string, InputPicture[]>; files: Record<string, InputFile[]> }> {
  const inputs: Record<string, InputPicture[]> = {}
  const files: Record<string, InputFile[]> = {}
  for (const { port, paths, files: asTheyAre } of ports) {
    if (asTheyAre) files[port] = await readFiles(paths, store)
    else inputs[port] = await Promise.all(paths.map((path) => readInput(path, { film: false, store })))
  }
  return { inputs, files }
}

async function readFiles(paths: readonly string[], store: InputStore): Promise<InputFile[]> {
  const all = (await Promise.all(paths.map(async (path) => [path, ...(await shardsOf(path))]))).flat()
  return Promise.all(
    [...new Set(all)].map(async (path) => {
      const bytes = await readBytes(path)
      return { bytes, sha256: await store.put(bytes, basename(path)), name: basename(path) }
    }),
  )
}

/** The files of weights that a TensorFlow.js `model.json` names, which lie beside it. Those that are not there are for the reader to miss. */
async function shardsOf(path: string): Promise<string[]> {
  if (!/\.json$/i.test(path)) return []
  try {
    const { weightsManifest = [] } = JSON.parse(new TextDecoder().decode(await readBytes(path))) as {
      weightsManifest?: readonly { readonly paths: readonly string[] }[]
    }
    const beside = weightsManifest
      .flatMap((group) => group.paths)
      .map((name) => join(dirname(path), basename(name)))
    const there = await Promise.all(beside.map(isThere))
    return beside.filter((_, index) => there[index])
  } catch {
    // What is no such JSON names no shards; its reader says what is wrong with it.
    return []
  }
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
