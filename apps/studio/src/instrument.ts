/** The instruments and networks as the room shows them: descriptions made at build time from the schemas. */
import { instruments, models, palettes } from 'virtual:reverie/instruments'
import type { InstrumentDescription } from './description.ts'

export type * from './description.ts'

/**
 * Finds an instrument.
 *
 * @throws When there is none of that name, with the names there are.
 */
export function instrumentNamed(name: string): InstrumentDescription {
  const found = instruments.find((instrument) => instrument.name === name)
  if (!found) {
    const names = instruments.map((instrument) => instrument.name).join(', ')
    throw new Error(`This Studio has no instrument "${name}". It has: ${names}. A newer Reverie may know it.`)
  }
  return found
}

/** The instruments in their order on the rail, the built-in networks, the built-in palettes by name. */
export { instruments, models, palettes }
