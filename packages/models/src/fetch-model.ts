/** Fetching a built-in model: with progress, checked by its hash, and kept so that it is fetched once. */
import { sha256 } from '@reverie/recipe'
import type { ModelCard } from './card.ts'
import { ModelError } from './error.ts'

/** What a fetch reports to and listens to. */
export interface FetchOptions {
  /** Gets the bytes that have come and how many there will be. */
  readonly onProgress?: (loaded: number, total: number) => void
  readonly signal?: AbortSignal
}

const CACHE = 'reverie-models'

/**
 * The bytes of a model's file, from the cache or its address.
 * @throws ModelError when the server refuses, or sends another file than the card names; the signal's reason when aborted.
 */
export async function fetchModel(
  url: URL,
  card: ModelCard,
  options: FetchOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const cache = await openCache()
  // Its content's name, so that a newer model of the same address is another entry.
  const key = new URL(`/${CACHE}/${card.sha256}`, url).href
  const kept = await cache?.match(key)
  if (kept !== undefined) {
    const bytes = new Uint8Array(await kept.arrayBuffer())
    if ((await sha256(bytes)) === card.sha256) {
      options.onProgress?.(bytes.length, bytes.length)
      return bytes
    }
    await cache?.delete(key)
  }
  const bytes = await download(url, card, options)
  const found = await sha256(bytes)
  if (found !== card.sha256) {
    throw new ModelError(
      `Model "${card.id}" should have the SHA-256 ${card.sha256}; ${url.href} sent ${bytes.length} bytes with ${found}. ` +
        `Reload the page, or look at what serves it.`,
    )
  }
  // A full disk only means that it is fetched again next time.
  await cache?.put(key, new Response(bytes)).catch(() => undefined)
  return bytes
}

async function download(url: URL, card: ModelCard, options: FetchOptions): Promise<Uint8Array<ArrayBuffer>> {
  const { signal, onProgress } = options
  let response: Response
  try {
    response = await fetch(url, signal === undefined ? {} : { signal })
  } catch (cause) {
    signal?.throwIfAborted()
    throw new ModelError(
      `Model "${card.id}" cannot be fetched from ${url.href}: the server cannot be reached. Try again when it can.`,
      {
        cause,
      },
    )
  }
  if (!response.ok || response.body === null) {
    throw new ModelError(
      `Model "${card.id}" cannot be fetched: ${url.href} answered ${response.status}. Look at what serves the page.`,
    )
  }
  const parts: Uint8Array[] = []
  let loaded = 0
  const reader = response.body.getReader()
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value)
    loaded += part.value.length
    onProgress?.(loaded, card.bytes)
  }
  const bytes = new Uint8Array(loaded)
  let offset = 0
  for (const part of parts) {
    bytes.set(part, offset)
    offset += part.length
  }
  return bytes
}

/** The Cache API, where there is one: pages without HTTPS have none. */
async function openCache(): Promise<Cache | undefined> {
  try {
    return await caches.open(CACHE)
  } catch {
    return undefined
  }
}
