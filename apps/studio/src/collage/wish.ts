/** Pieces that the others should be like, and those that they should not, as the parameters `like` and `unlike` hold them. */
import type { Parameters } from '../instrument.ts'
import { edit, useDocument } from '../state/document.ts'
import { useCollage } from './live.ts'

/** Either parameter. */
export type Wish = 'like' | 'unlike'

/** The pieces of a wish, in their order. */
export function wishesIn(parameters: Parameters, wish: Wish): string[] {
  const text = parameters[wish]
  if (typeof text !== 'string') return []
  return text
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '')
}

/** Adds a piece to a wish; what hands did to the pieces that were there goes. */
export function addWish(wish: Wish, id: string): void {
  const { parameters } = useDocument.getState()
  const { hero } = useCollage.getState()
  const other = wish === 'like' ? 'unlike' : 'like'
  const own = wishesIn(parameters, wish)
  // More like one more, beside the one that chance drew.
  const first = own.length === 0 && wish === 'like' && hero !== undefined ? [hero] : own
  put(wish === 'like' ? 'More like' : 'Less like', {
    [wish]: [...first.filter((one) => one !== id), id],
    [other]: wishesIn(parameters, other).filter((one) => one !== id),
  })
}

/** Takes a piece out of a wish. */
export function unwish(wish: Wish, id: string): void {
  const { parameters } = useDocument.getState()
  put('Take back', { [wish]: wishesIn(parameters, wish).filter((one) => one !== id) })
}

function put(label: string, wishes: Readonly<Partial<Record<Wish, readonly string[]>>>): void {
  const parameters = { ...useDocument.getState().parameters }
  for (const [wish, ids] of Object.entries(wishes)) {
    if (ids.length > 0) parameters[wish] = ids.join(',')
    else delete parameters[wish]
  }
  useCollage.setState({ selected: undefined })
  edit(label, { parameters, edits: [], pieces: {} })
}
