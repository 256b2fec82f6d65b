/** Decodes and measures pictures of a collection, one at a time; several of these work side by side. */
import { measureInBrowser, type Measured } from '@reverie/collection/web'
import { expose, transfer } from 'comlink'

const worker = {
  async measure(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<Measured> {
    const measured = await measureInBrowser(bytes, name)
    return transfer(measured, [measured.master.data.buffer as ArrayBuffer])
  },
}

/** What the worker does. */
export type MeasureWorker = typeof worker

expose(worker)
