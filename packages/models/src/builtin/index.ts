/** The models that come with Reverie. */
import type { ModelCard } from '../card.ts'
import { inception } from './inception.ts'
import { mobilenet } from './mobilenet.ts'

const cards = [inception, mobilenet] as const

/** Cards of the built-in models, the one that dreams use by default first. */
export function listModels(): ModelCard[] {
  return [...cards]
}

/** A built-in model's card; undefined for other names. */
export function builtInCard(id: string): ModelCard | undefined {
  return cards.find((card) => card.id === id)
}
