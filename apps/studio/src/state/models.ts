/** The networks there are: built in, and added in this browser. Their files are the network worker's affair. */
import { create } from 'zustand'
import { models as builtIn, type ModelDescription } from '../instrument.ts'
import { network } from '../workers/network-client.ts'
import { setParameter } from './document.ts'
import { note } from './room.ts'

const place = 'reverie.models'

/** All networks, the built-in ones first. */
export const useModels = create<{ readonly models: readonly ModelDescription[] }>(() => ({
  models: [...builtIn, ...added()],
}))

/**
 * Adds a person's own network and chooses it.
 *
 * @param files An ONNX file, or a TensorFlow.js model.json with its shards.
 * @throws What makes it unusable, as a sentence.
 */
export async function addNetwork(files: readonly File[]): Promise<void> {
  note('action', { tone: 'plain', text: `Reading “${files[0]!.name}” …` })
  try {
    const model = await network().add(files)
    const models = [...useModels.getState().models.filter((one) => one.id !== model.id), model]
    useModels.setState({ models })
    localStorage.setItem(place, JSON.stringify(models.filter((one) => !builtIn.some(({ id }) => id === one.id))))
    setParameter('model', model.id, 'Network')
    note('action', { tone: 'plain', text: `“${model.title}” is added, and dreams from now on.` })
  } catch (error) {
    note('action', undefined)
    throw error
  }
}

function added(): ModelDescription[] {
  try {
    return JSON.parse(localStorage.getItem(place) ?? '[]') as ModelDescription[]
  } catch {
    return []
  }
}
