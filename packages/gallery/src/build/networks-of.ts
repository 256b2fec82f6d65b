/** The networks and layers that a generator asks for, by their cards as far as these know them. */
import type { Instrument } from '@reverie/instruments'
import { listModels } from '@reverie/models'
import { listAddedModels, openModel } from '@reverie/models/node'
import { quoted } from '../characters.ts'
import type { Fault } from './ports-of.ts'

/** The networks that parameters name, by their cards. */
export async function networksOf(
  { parameters: { shape } }: Instrument,
  parameters: Readonly<Record<string, unknown>>,
  fault: Fault,
): Promise<{ id: string; sha256: string }[]> {
  const named = Object.entries(shape as Record<string, { meta(): { control?: unknown } | undefined }>)
    .filter(([, field]) => field.meta()?.control === 'model')
    .map(([key]) => [key, String(parameters[key])] as const)
  if (named.length === 0) return []
  const cards = [...listModels(), ...(await listAddedModels())]
  return named.flatMap(([key, id]) => {
    const card = cards.find((each) => each.id === id)
    if (card !== undefined) return [{ id, sha256: card.sha256 }]
    fault(
      ['parameters', key],
      `there is no network ${quoted(id)} on this machine.`,
      `Add it (reverie models add <file>), or take one of: ${cards.map((each) => each.id).join(', ')}.`,
    )
    return []
  })
}

/** Telling layers whose names hold a text; where there are none of these, any layers. */
export async function layersOf(
  text: string,
  { name, parameters: { shape } }: Instrument,
  [model]: readonly { readonly id: string }[],
  fault: Fault,
): Promise<string[] | undefined> {
  if (!Object.hasOwn(shape, 'layers')) return fault(['each'], `"${name}" has no layers.`, 'Leave "each" out.')
  if (model === undefined) return undefined
  const card = [...listModels(), ...(await listAddedModels())].find(({ id }) => id === model.id)
  const telling = card?.telling.map((layer) => layer.name) ?? []
  const chosen = telling.filter((layer) => layer.includes(text))
  if (chosen.length > 0) return chosen
  const all = (await openModel(model.id)).layers.map((layer) => layer.name)
  const others = all.filter((layer) => layer.includes(text))
  if (others.length > 0) return others
  return fault(
    ['each', 'layers'],
    `no layer of "${model.id}" has ${quoted(text)} in its name.`,
    `It has: ${telling.length > 0 ? telling.join(', ') : all.join(', ')}.`,
  )
}
