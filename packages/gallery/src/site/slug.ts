/** Names of strangers as parts of addresses. */
import { createHash } from 'node:crypto'

/** Folders that Windows cannot have. */
const devices = /^(?:con|prn|aux|nul|com\d|lpt\d)$/

/**
 * A name as a folder's: letters a–z, digits and single hyphens. Spellings that differ in case, spaces and hyphens have one;
 * what else is lost (accents, other scripts, signs) a piece of a hash stands for, so that "C" and "C++" are two.
 */
export function slugOf(name: string): string {
  const plain = name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s_-]+/gu, '-')
    .replace(/^-|-$/g, '')
  if (/^[a-z0-9-]{1,60}$/.test(plain) && !devices.test(plain)) return plain
  const ascii = plain
    .normalize('NFKD')
    .replace(/[^a-z0-9-]/g, '')
    .replace(/-+/g, '-')
    .slice(0, 40)
    .replace(/^-|-$/g, '')
  const hash = createHash('sha256').update(plain).digest('hex').slice(0, 8)
  return ascii === '' ? hash : `${ascii}-${hash}`
}
