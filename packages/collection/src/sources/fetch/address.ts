/**
 * Which addresses may be asked. A list from elsewhere must not make this machine ask its own network, so only addresses of
 * the public Internet are, unless the person allows others. A name is looked up once and the connection goes to the very
 * addresses that were checked: a name that answers differently the second time (DNS rebinding) gains nothing.
 */
import { lookup as systemLookup, type LookupAddress } from 'node:dns'
import type { LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'
import { CollectionError } from '../../error.ts'

/** Whether an IP address is of the public Internet. */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  // IPv4 within IPv6 (::ffff:127.0.0.1) counts as IPv4.
  return ipaddr.process(address).range() === 'unicast'
}

/**
 * Checks an address before it is asked.
 * @param allowed whether an IP address may be asked
 * @throws CollectionError when it is not http(s), has a password in it, or names an IP address that may not be asked
 */
export function checkAddress(address: string | URL, allowed: (address: string) => boolean): URL {
  if (!URL.canParse(String(address))) throw new CollectionError(`"${String(address).slice(0, 200)}" is no address.`)
  const url = new URL(String(address))
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new CollectionError(`"${shown(url)}" is not fetched: only http and https are.`)
  if (url.username !== '' || url.password !== '')
    throw new CollectionError(`"${shown(url)}" has a name or a password in it: leave them out.`)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (ipaddr.isValid(host) && !allowed(host)) throw privateError(shown(url))
  return url
}

/** An address for messages: without what may be secret, and not longer than a line. */
export function shown(url: URL): string {
  const text = `${url.origin === 'null' ? `${url.protocol}…` : url.origin}${url.pathname}`
  return text.length > 120 ? `${text.slice(0, 119)}…` : text
}

const privateError = (what: string): CollectionError =>
  new CollectionError(`"${what}" is an address of a private network: allow those with --allow-private.`)

/** Looks names up as the system does. */
export type SystemLookup = (
  host: string,
  options: { all: true },
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

/**
 * A lookup for connections, which fails for names that lead to private addresses, even if to public ones as well.
 * @param allowed whether an IP address may be asked
 * @param system looks names up
 */
export function checkedLookup(
  allowed: (address: string) => boolean,
  system: SystemLookup = systemLookup,
): LookupFunction {
  return (host, options, done) => {
    system(host, { all: true }, (error, addresses) => {
      const [first] = addresses ?? []
      if (error !== null) done(error, '', 0)
      else if (first === undefined) done(new CollectionError(`"${host}" has no address.`), '', 0)
      else if (addresses.some(({ address }) => !allowed(address))) done(privateError(host), '', 0)
      else if (options.all === true) done(null, addresses)
      else done(null, first.address, first.family)
    })
  }
}
