/** Content hashes: how inputs, models and parents are named in a recipe. */
import { sha256 as sha256Portable } from '@noble/hashes/sha2.js'

/**
 * The SHA-256 of bytes, as 64 lower-case hexadecimal digits. Uses the platform's own where there is one (a page that is
 * not served securely has none).
 */
export async function sha256(bytes: Uint8Array): Promise<string> {
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined
  const digest =
    subtle === undefined
      ? sha256Portable(bytes)
      : new Uint8Array(await subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>))
  return hexadecimal(digest)
}

/** Bytes as lower-case hexadecimal digits. */
export function hexadecimal(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0')
  return text
}
