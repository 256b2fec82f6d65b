import { openModel } from '@reverie/models/node'
import { createRuntime } from '@reverie/runtime/node'
import { CollectionError } from '../error.ts'
import { openImprinter, type Imprinter } from '../imprint/index.ts'

/** A network by name. */
export interface NamedModel {
  /** Identifier or file. */
  readonly model: string
  /** What its file must be; anything unless said. */
  readonly sha256?: string | undefined
}

/**
 * Opens a network by name, with a runtime of one thread of its own: who wants more opens more of them.
 * @throws ModelError when there is no such network; CollectionError when its file is another one than it must be
 */
export async function imprinterFor({ model: name, sha256 }: NamedModel): Promise<Imprinter> {
  const model = await openModel(name)
  if (sha256 !== undefined && model.sha256 !== sha256)
    throw new CollectionError(
      `The network "${name}" is not the one that the collection is made with: its SHA-256 is ${model.sha256}, expected ${sha256}. Put that one back.`,
    )
  const runtime = await createRuntime({ threads: 1 })
  const imprinter = await openImprinter({ model, runtime })
  return {
    ...imprinter,
    close: async () => {
      await imprinter.close()
      await runtime.dispose()
    },
  }
}
