/** Where units are measured: in threads, or in this one. */
import type { Work } from '@reverie/jobs'
import { openThreads } from '@reverie/jobs/node'
import { imprinterFor } from './imprinter-for.ts'
import { measurePictures, type PictureInput, type UnitOutput } from './measure-pictures.ts'
import { noSeconds } from './stages.ts'
import type { ThreadData } from './thread.ts'
import type { Entry } from './units.ts'

/** The work of a run, and what it holds. */
export interface Measuring extends Work<readonly Entry[], UnitOutput> {
  close(): Promise<void>
}

const name = 'collection.measure'
/** Sources are TypeScript in a checkout and JavaScript in a package. */
const module = new URL(import.meta.url.endsWith('.ts') ? './thread.ts' : './thread.js', import.meta.url)

/**
 * Opens what measures. Nothing heavy is loaded before the first picture.
 * @param threads 0 for this very thread
 */
export function openMeasuring(data: ThreadData, threads: number): Measuring {
  const { run, close } =
    threads === 0
      ? measuringHere(data)
      : openThreads<readonly PictureInput[], UnitOutput>({ name, module, threads, data })
  return {
    name,
    close,
    run: async (entries, circumstances) => {
      const pictures = entries.flatMap((entry) => (entry.kind === 'picture' ? [entry.picture] : []))
      return pictures.length === 0 ? { pictures: [], seconds: noSeconds() } : run(pictures, circumstances)
    },
  }
}

function measuringHere({
  folder,
  model,
}: ThreadData): Pick<Measuring, 'close'> & Work<readonly PictureInput[], UnitOutput> {
  let imprinter: ReturnType<typeof imprinterFor> | undefined
  return {
    name,
    run: async (pictures) => {
      imprinter ??= imprinterFor(model)
      return measurePictures(pictures, { folder, imprinter: await imprinter })
    },
    close: async () => (await imprinter)?.close(),
  }
}
