/** Licences by their SPDX identifiers (SPDX specification 2.3, annex A). */
import { licenseOf } from '@reverie/collection'
import list from 'spdx-license-ids/index.json' with { type: 'json' }

const identifiers: ReadonlySet<string> = new Set(list)
const byLowerCase = new Map([...identifiers].map((id) => [id.toLowerCase(), id]))

/** What is known of a text that should be an identifier. */
export interface Spdx {
  readonly known: boolean
  /** The identifier that is most likely meant, when the text is none. */
  readonly meant?: string
}

/** Looks an identifier up. */
export function findSpdx(text: string): Spdx {
  if (identifiers.has(text)) return { known: true }
  const plain = text.trim().replace(/[_ ]+/g, '-')
  const candidates = [licenseOf(text), plain, `${plain}-4.0`, `${plain}-1.0`]
  const meant = candidates.map((each) => byLowerCase.get(each.toLowerCase())).find((id) => id !== undefined)
  return { known: false, ...(meant === undefined ? {} : { meant }) }
}
