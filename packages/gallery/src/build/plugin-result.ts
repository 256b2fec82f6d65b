/** What plug-ins return, read and looked at before it goes into a gallery. */
import { readFile } from 'node:fs/promises'
import { readHeader, sniff } from '@reverie/image'
import type { PluginResult } from '../plugins/plugin.ts'

/**
 * The bytes of a result.
 * @throws Error with a sentence when it has none
 */
export async function bytesOf(result: PluginResult | undefined): Promise<Uint8Array> {
  const { bytes, path } = result ?? {}
  if (bytes instanceof Uint8Array) return bytes
  if (typeof path === 'string') return new Uint8Array(await readFile(path))
  throw new Error('The plug-in returned neither "bytes" nor a "path": return { bytes }.')
}

/**
 * The size of a picture.
 * @throws Error with a sentence when it is none, or of another format
 */
export function describe(bytes: Uint8Array, format: string): { width: number; height: number } {
  const found = sniff(bytes)
  if (found !== format)
    throw new Error(`The plug-in made ${found ?? 'no picture'}, and its generator says ${format}.`)
  const { width, height } = readHeader(bytes)
  return { width, height }
}
