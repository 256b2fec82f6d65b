/** One file from an address: without credentials, up to a size, and its kind told by its content. */
import { readHeader, sniff, pictureFormats, type PictureFormat } from '@reverie/image'

/** No work that is shown on a page is larger. */
const mostBytes = 100 * 2 ** 20

/** Why a file was not fetched. */
export class FetchError extends Error {
  override name = 'FetchError'
  /** Whether it may go better another time. */
  readonly retry: boolean

  constructor(message: string, retry = false) {
    super(message)
    this.retry = retry
  }
}

/** A file, or the other site that was pointed to instead. */
export type Fetched =
  | { readonly file: File; readonly redirected?: never }
  | { readonly file?: never; readonly redirected: URL }

/**
 * Fetches a file.
 *
 * @param name What it is called from here on.
 * @throws FetchError with a sentence; ImageError for a picture of too many pixels; the signal's reason.
 */
export async function fetchFile(address: URL, name: string, signal: AbortSignal): Promise<Fetched> {
  const response = await ask(address, signal).catch(() => {
    signal.throwIfAborted()
    throw new FetchError(
      `“${name}” could not be fetched: ${address.host} cannot be reached, or does not let other sites read its files (CORS). ` +
        'Save it from there, and drop it here.',
    )
  })
  const last = new URL(response.url)
  if (last.host !== address.host) {
    await response.body?.cancel()
    return { redirected: last }
  }
  if (!response.ok) {
    await response.body?.cancel()
    const gone = response.status === 404 || response.status === 410
    throw new FetchError(
      gone
        ? `${address.host} has no “${name}” (${response.status}): look whether the link is right, or the work was taken down.`
        : `${address.host} did not give “${name}” (${response.status}): try again later, or save it from there and drop it here.`,
      !gone,
    )
  }
  const bytes = await read(response, name)
  return { file: new File([bytes], name, { type: typeOf(bytes, name) }) }
}

/** Asks for an address as nobody in particular. */
export function ask(address: URL, signal: AbortSignal): Promise<Response> {
  return fetch(address, { mode: 'cors', credentials: 'omit', referrerPolicy: 'no-referrer', signal })
}

/**
 * The bytes of a response, as far as they are not too many.
 *
 * @throws FetchError
 */
export async function read(response: Response, name: string): Promise<Uint8Array<ArrayBuffer>> {
  const tooLarge = () =>
    new FetchError(
      `“${name}” has more than ${mostBytes / 2 ** 20} MB: save it from ${new URL(response.url).host}, and drop it here.`,
    )
  const reader = response.body?.getReader()
  if (!reader) return new Uint8Array()
  const parts: Uint8Array[] = []
  let length = Number(response.headers.get('content-length') ?? 0) > mostBytes ? Number.POSITIVE_INFINITY : 0
  for (;;) {
    if (length > mostBytes) {
      await reader.cancel()
      throw tooLarge()
    }
    const { done, value } = await reader.read()
    if (done) break
    parts.push(value)
    length += value.length
  }
  return new Uint8Array(await new Blob(parts as Uint8Array<ArrayBuffer>[]).arrayBuffer())
}

/** A picture's media type, with its size judged before anything decodes it; empty for what is no picture. */
function typeOf(bytes: Uint8Array, name: string): string {
  const format = sniff(bytes)
  if (!(pictureFormats as readonly (string | undefined)[]).includes(format)) return ''
  readHeader(bytes, { name })
  return `image/${format as PictureFormat}`
}
