/**
 * `virtual:reverie/sample-collection`: the collection that comes with the Studio, laid out as files beside the page, so
 * that a browser fetches what it looks at and no more. Its address holds its hash, for browsers to keep it for ever.
 */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader, type FileEntry } from '@zip.js/zip.js'
import type { Plugin } from 'vite'

const id = 'virtual:reverie/sample-collection'
const archive = join(import.meta.dirname, '../../../packages/collection/samples/samples.zip')
/** What browsers read: the bundle, and the pictures, which are so small that they are their own thumbnails. */
const wanted = /^(?:bundle|pictures)\//

/** Makes the module, and the files: written by a build, answered by the server of development. */
export function sampleCollection(): Plugin {
  let opened: Promise<{ readonly address: string; readonly entries: ReadonlyMap<string, FileEntry> }> | undefined
  let isWorker = false
  const open = () => (opened ??= openArchive())
  return {
    name: 'reverie:sample-collection',
    configResolved(config) {
      isWorker = config.isWorker
    },
    resolveId: (source) => (source === id ? `\0${id}` : undefined),
    async load(source) {
      if (source !== `\0${id}`) return undefined
      this.addWatchFile(archive)
      const { address } = await open()
      return `export const address = ${JSON.stringify(`/${address}`)}\n`
    },
    async generateBundle() {
      // Workers are built with this plug-in too, for its module; the page writes the files.
      if (isWorker) return
      const { address, entries } = await open()
      for (const [path, entry] of entries)
        this.emitFile({ type: 'asset', fileName: `${address}/${path}`, source: await bytesOf(entry) })
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const path = decodeURIComponent(new URL(request.url ?? '/', 'http://studio').pathname.slice(1))
        if (!path.startsWith('samples/')) {
          next()
          return
        }
        void (async () => {
          const { address, entries } = await open()
          const entry = entries.get(path.slice(address.length + 1))
          if (entry) response.end(await bytesOf(entry))
          else response.writeHead(404).end()
        })()
      })
    },
  }
}

async function openArchive() {
  const bytes = new Uint8Array(await readFile(archive))
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12)
  const entries = new Map<string, FileEntry>()
  for (const entry of await new ZipReader(new Uint8ArrayReader(bytes)).getEntries())
    if (!entry.directory && wanted.test(entry.filename)) entries.set(entry.filename, entry)
  return { address: `samples/${hash}`, entries }
}

const bytesOf = (entry: FileEntry): Promise<Uint8Array> => entry.getData(new Uint8ArrayWriter())
