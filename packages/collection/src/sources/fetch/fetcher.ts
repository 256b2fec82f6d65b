/**
 * Fetching politely: few requests a host at once, waiting longer each time that something fails and as long as the server
 * asks for, no more bytes and no more time than a picture deserves, nothing twice that is at hand.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { Agent, request, type Dispatcher } from 'undici'
import { CollectionError } from '../../error.ts'
import { checkAddress, checkedLookup, isPublic, shown, type SystemLookup } from './address.ts'
import type { FetchCache, Facts, Kept } from './cache.ts'
import { createHosts } from './hosts.ts'

/** How to fetch. */
export interface FetcherOptions {
  /** Keeps what was fetched. */
  readonly cache?: FetchCache | undefined
  /** Whether addresses of private networks may be asked; not unless said. */
  readonly allowPrivate?: boolean | undefined
  /** Whether what is at hand is asked for again, in case it changed; not unless said. */
  readonly refresh?: boolean | undefined
  /** Requests at once to one host, 2 unless said. */
  readonly perHost?: number | undefined
  /** How often something is tried in all, 5 unless said. */
  readonly attempts?: number | undefined
  /** The longest that one file may take, seconds; 300 unless said. */
  readonly seconds?: number | undefined
  /** The largest file, bytes; 256 MiB unless said. */
  readonly maxBytes?: number | undefined
  /** Milliseconds on any clock. */
  readonly now?: () => number
  readonly sleep?: (milliseconds: number, signal: AbortSignal) => Promise<void>
  readonly lookup?: SystemLookup
  /** Whether an IP address is of the public Internet. */
  readonly isPublic?: (address: string) => boolean
}

/** What was fetched. */
interface Fetched {
  readonly bytes: Uint8Array
  /** Where redirects led: what relative addresses in it are relative to. */
  readonly url: string
  /** What the server says it is. */
  readonly type: string
}

/** Fetches. */
export interface Fetcher {
  /**
   * @param accept what is wanted, as HTTP has it
   * @throws CollectionError when it cannot be had; the signal's reason
   */
  fetch(address: string, accept: string, signal?: AbortSignal): Promise<Fetched>
  close(): Promise<void>
}

const agentName = 'Reverie/0.1 (collects pictures for neural art)'
const mostRedirects = 5
/** The first wait, milliseconds; each is twice the one before, up to a minute. */
const firstWait = 1000
const longestWait = 60_000
/** A server that asks for a longer rest is told of instead. */
const longestRest = 10 * 60_000

/** Makes a fetcher. Close it when done. */
export function createFetcher(options: FetcherOptions = {}): Fetcher {
  const settings: Settings = {
    cache: options.cache,
    allowed: options.allowPrivate === true ? () => true : (options.isPublic ?? isPublic),
    refresh: options.refresh ?? false,
    attempts: options.attempts ?? 5,
    seconds: options.seconds ?? 300,
    maxBytes: options.maxBytes ?? 256 * 2 ** 20,
    now: options.now ?? Date.now,
    sleep:
      options.sleep ??
      (async (milliseconds, signal) => {
        await wait(milliseconds, undefined, { signal })
      }),
  }
  const { now, sleep } = settings
  const agent = new Agent({
    connect: { lookup: checkedLookup(settings.allowed, options.lookup), timeout: 20_000 },
    headersTimeout: 60_000,
    bodyTimeout: 60_000,
  })
  const hosts = createHosts({ perHost: options.perHost ?? 2, now, sleep })
  const closing = new AbortController()
  return {
    fetch: async (address, accept, given) => {
      const signal = given === undefined ? closing.signal : AbortSignal.any([given, closing.signal])
      const url = checkAddress(address, settings.allowed)
      const kept = await settings.cache?.get(address)
      if (kept !== undefined && !settings.refresh) return fetchedOf(kept)
      const answer = await patiently({ url, accept, kept, signal, agent, hosts, settings })
      if (answer === 'unchanged') return fetchedOf(kept as Kept)
      await settings.cache?.put({ ...answer.facts, address }, answer.bytes)
      return fetchedOf(answer)
    },
    close: async () => {
      closing.abort(new CollectionError('The collection was closed.'))
      await agent.destroy()
    },
  }
}

interface Settings {
  readonly cache: FetchCache | undefined
  readonly allowed: (address: string) => boolean
  readonly refresh: boolean
  readonly attempts: number
  readonly seconds: number
  readonly maxBytes: number
  readonly now: () => number
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>
}

interface Errand {
  readonly url: URL
  readonly accept: string
  readonly kept: Kept | undefined
  readonly signal: AbortSignal
  readonly agent: Agent
  readonly hosts: ReturnType<typeof createHosts>
  readonly settings: Settings
}

const fetchedOf = ({ facts, bytes }: Kept): Fetched => ({ bytes, url: facts.final, type: facts.type })

/** Something that may be otherwise later. */
class Passing extends Error {
  readonly rest: number | undefined
  constructor(message: string, rest?: number) {
    super(message)
    this.rest = rest
  }
}

async function patiently(errand: Errand): Promise<Kept | 'unchanged'> {
  const { url, signal, hosts, settings } = errand
  const { now, sleep } = settings
  for (let attempt = 1; ; attempt++) {
    try {
      // oxlint-disable-next-line no-await-in-loop
      return await once(errand)
    } catch (error) {
      if (!(error instanceof Passing)) throw error
      const { message, rest = 0 } = error
      if (attempt === settings.attempts)
        throw new CollectionError(`"${shown(url)}" cannot be fetched: ${message} (tried ${attempt} times).`, {
          cause: error,
        })
      if (rest > longestRest)
        throw new CollectionError(
          `"${shown(url)}" cannot be fetched: ${message}, and the server asks to wait ${Math.round(rest / 60_000)} minutes. Collect again later.`,
          { cause: error },
        )
      if (rest > 0) hosts.pause(url.host, now() + rest)
      const pause = Math.min(longestWait, firstWait * 2 ** (attempt - 1))
      // oxlint-disable-next-line no-await-in-loop -- up to a quarter longer, so that those who failed together part
      await sleep(pause * (1 + Math.random() / 4), signal)
    }
  }
}

/** One try, redirects included. */
async function once(errand: Errand): Promise<Kept | 'unchanged'> {
  const { settings, hosts } = errand
  const overall = AbortSignal.timeout(settings.seconds * 1000)
  const signal = AbortSignal.any([errand.signal, overall])
  let { url } = errand
  for (let redirects = 0; redirects <= mostRedirects; redirects++) {
    const here = url
    // oxlint-disable-next-line no-await-in-loop
    const answer = await hosts
      .turn(here.host, errand.signal, async () => ask(errand, here, signal))
      .catch((error: unknown) => {
        throw meaningOf(error, here, errand, overall)
      })
    if (!(answer instanceof URL)) return answer
    url = checkAddress(answer, settings.allowed)
  }
  throw new CollectionError(`"${shown(errand.url)}" leads on more than ${mostRedirects} times: it is not followed.`)
}

/** @returns what was fetched, or where a redirect leads */
async function ask(errand: Errand, url: URL, signal: AbortSignal): Promise<Kept | 'unchanged' | URL> {
  const { kept, settings } = errand
  const { statusCode, headers, body } = await request(url, {
    dispatcher: errand.agent,
    signal,
    headers: {
      'user-agent': agentName,
      accept: errand.accept,
      'accept-encoding': 'identity',
      ...(kept !== undefined && kept.facts.etag !== '' && { 'if-none-match': kept.facts.etag }),
      ...(kept !== undefined && kept.facts.modified !== '' && { 'if-modified-since': kept.facts.modified }),
    },
  })
  const header = (name: string): string => String(headers[name] ?? '')
  try {
    if (statusCode === 304 && kept !== undefined) return 'unchanged'
    if ([301, 302, 303, 307, 308].includes(statusCode)) return redirected(header('location'), url)
    const told = `the server answers ${statusCode}`
    if ([408, 425, 429, 500, 502, 503, 504].includes(statusCode))
      throw new Passing(told, restOf(header('retry-after'), settings.now()))
    if (statusCode !== 200)
      throw new CollectionError(`"${shown(url)}" cannot be fetched: ${told}${meanings[statusCode] ?? ''}.`)
    const stated = Number(header('content-length') || NaN)
    const bytes = await readBody(body, url, stated, settings.maxBytes)
    const facts: Facts = {
      address: url.href,
      final: url.href,
      type: header('content-type'),
      etag: header('etag'),
      modified: header('last-modified'),
    }
    return { facts, bytes }
  } finally {
    // What is left of the answer is not wanted; the connection may be used again if it was short.
    await body.dump({ limit: 16_384, signal }).catch(() => undefined)
  }
}

const meanings: Readonly<Record<number, string>> = {
  401: ' (a password is asked for)',
  403: ' (forbidden)',
  404: ' (not found)',
  410: ' (gone)',
}

function redirected(location: string, url: URL): URL {
  if (!URL.canParse(location, url)) throw new CollectionError(`"${shown(url)}" leads on to no address.`)
  return new URL(location, url)
}

/** Milliseconds that a server asks to wait: it says seconds or a date. */
function restOf(header: string, now: number): number | undefined {
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000
  const date = Date.parse(header)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}

async function readBody(
  body: Dispatcher.ResponseData['body'],
  url: URL,
  stated: number,
  maxBytes: number,
): Promise<Uint8Array> {
  const tooLarge = (): CollectionError =>
    new CollectionError(`"${shown(url)}" is larger than ${Math.round(maxBytes / 2 ** 20)} MB: it is not fetched.`)
  if (stated > maxBytes) throw tooLarge()
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    length += chunk.length
    if (length > maxBytes) throw tooLarge()
    chunks.push(chunk)
  }
  if (!Number.isNaN(stated) && length !== stated) throw new Passing(`only ${length} of ${stated} bytes came`)
  return new Uint8Array(Buffer.concat(chunks))
}

/** What an error of a try means: stop, try again, or tell. */
function meaningOf(error: unknown, url: URL, { signal, settings }: Errand, overall: AbortSignal): unknown {
  if (signal.aborted) return signal.reason
  if (overall.aborted)
    return new CollectionError(`"${shown(url)}" took longer than ${settings.seconds} seconds: it is not fetched.`)
  if (error instanceof CollectionError || error instanceof Passing) return error
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ENOTFOUND')
    return new CollectionError(`"${shown(url)}" cannot be fetched: there is no host of that name.`)
  if (/^(?:CERT_|ERR_TLS_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/.test(code ?? ''))
    return new CollectionError(`"${shown(url)}" cannot be fetched: its certificate is not valid (${message}).`)
  return new Passing(code === undefined ? message : `${message} (${code})`)
}
