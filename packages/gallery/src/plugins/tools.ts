/** Tools of plug-ins that make something: instruments, and a fetcher that reaches the public Internet alone. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Fetcher } from '@reverie/collection/node'
import { readImage } from '@reverie/image/node'
import { instruments, type Host, type Instrument } from '@reverie/instruments'
import { make } from '@reverie/instruments/node'
import { sha256 } from '@reverie/recipe'
import { fileName } from '../build/names.ts'
import type { PluginFile, Tools } from './plugin.ts'
import { pureTools } from './pure-tools.ts'

/** What tools work with. */
export interface ToolOptions {
  readonly host: Host
  readonly fetcher: () => Fetcher
  readonly seed: number
  readonly signal: AbortSignal
  /** Told of each file that goes into what an instrument makes: its recipe needs it. */
  readonly onInput: (file: PluginFile & { readonly sha256: string }) => void
}

/** Tools for one file. */
export function createTools({ host, fetcher, seed, signal, onInput }: ToolOptions): Tools {
  return {
    ...pureTools,
    seed,
    signal,
    fetch: async (address) => (await fetcher().fetch(address, '*/*', signal)).bytes,
    make: async (name, { inputs = {}, format = 'png', quality, seed: own = seed, ...order } = {}) => {
      const known: Readonly<Record<string, Instrument>> = instruments
      if (!Object.hasOwn(known, name))
        throw new Error(`There is no instrument "${name}". There are: ${Object.keys(known).join(', ')}.`)
      const pictures = await Promise.all(
        Object.entries(inputs).map(async ([port, file]) => {
          const input = { ...file, sha256: await sha256(file.bytes) }
          onInput(input)
          const { raster } = await readImage(file.bytes, { name: file.name })
          return [port, { raster, sha256: input.sha256, name: file.name }] as const
        }),
      )
      const folder = await mkdtemp(join(tmpdir(), 'reverie-plugin-'))
      try {
        const out = join(folder, fileName('made', 'here', format))
        const lossy = format !== 'png' && format !== 'gif'
        await make(known[name]!, {
          ...order,
          inputs: Object.fromEntries(pictures),
          seed: own,
          signal,
          host,
          out,
          ...(lossy ? { quality: quality ?? 90 } : {}),
        })
        return { bytes: new Uint8Array(await readFile(out)) }
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    },
  }
}
