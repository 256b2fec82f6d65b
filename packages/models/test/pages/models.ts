/** Opens, keeps and lists models in the page. */
import { addModel, listAddedModels, openModel } from '@reverie/models/web'

/** What the page saw. */
export interface Seen {
  readonly layers: string[]
  /** Bytes that had come at each report, of the first and of the second opening. */
  readonly first: number[]
  readonly second: number[]
  readonly added: string
  readonly listed: string[]
  readonly opened: string
  readonly refusal: string
}

export default async function models(network: Uint8Array<ArrayBuffer>): Promise<Seen> {
  const [first, second]: number[][] = [[], []]
  const model = await openModel('inception', { onProgress: (loaded) => first!.push(loaded) })
  await openModel('inception', { onProgress: (loaded) => second!.push(loaded) })
  const card = await addModel(new File([network], 'Mine.onnx'))
  return {
    layers: model.layers.filter(({ telling }) => telling).map(({ name }) => name),
    first: first!,
    second: second!,
    added: card.id,
    listed: (await listAddedModels()).map(({ id }) => id),
    opened: (await openModel(card.id)).sha256,
    refusal: await openModel('nothing').then(String, String),
  }
}
