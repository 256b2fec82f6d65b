/** Float32 numbers as text: base64 of their bytes, little-endian, so that a file holds them exactly and shortly. */

const PIECE = 0x8000

/** The text of numbers. */
export function base64OfFloats(values: Float32Array): string {
  const bytes = new Uint8Array(values.length * 4)
  const view = new DataView(bytes.buffer)
  values.forEach((value, index) => view.setFloat32(index * 4, value, true))
  let binary = ''
  for (let at = 0; at < bytes.length; at += PIECE) {
    binary += String.fromCharCode(...bytes.subarray(at, at + PIECE))
  }
  return btoa(binary)
}

/** The numbers of a text; undefined where it is not base64 of whole numbers. */
export function floatsOfBase64(text: string): Float32Array | undefined {
  let binary: string
  try {
    binary = atob(text)
  } catch {
    return undefined
  }
  if (binary.length % 4 !== 0) return undefined
  const bytes = Uint8Array.from({ length: binary.length }, (_, index) => binary.charCodeAt(index))
  const view = new DataView(bytes.buffer)
  return Float32Array.from({ length: bytes.length / 4 }, (_, index) => view.getFloat32(index * 4, true))
}
