import { cleanText } from './metadata.ts'

/**
 * A licence by its SPDX identifier, where it is one of Creative Commons or a dedication to the public domain; the source's
 * own words otherwise.
 */
export function licenseOf(value: unknown): string {
  const text = cleanText(value)
  const address = /creativecommons\.org\/(licenses|publicdomain)\/([a-z-]+)(?:\/(\d\.\d))?(?:\/([a-z]{2}))?/i.exec(
    text,
  )
  if (address !== null) {
    const [, , kind = '', version, port] = address.map((part) => part?.toLowerCase())
    if (kind === 'zero') return `CC0-${version ?? '1.0'}`
    if (kind === 'mark') return `CC-PDM-${version ?? '1.0'}`
    if (kind === 'publicdomain') return 'CC-PDDC'
    return `CC-${kind.toUpperCase()}-${version ?? '4.0'}${port === undefined ? '' : `-${port.toUpperCase()}`}`
  }
  if (/^cc[ -]?0(?:[ -]1\.0)?(?:[ -]universal)?$/i.test(text)) return 'CC0-1.0'
  const short = /^cc[ -](by(?:[ -](?:nc|sa|nd))*)[ -](\d\.\d)(?: international| unported)?$/i.exec(text)
  if (short !== null) return `CC-${short[1]!.toUpperCase().replaceAll(' ', '-')}-${short[2]!}`
  return text
}
