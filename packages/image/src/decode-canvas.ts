/**
 * Decoding by the browser itself. With colour conversion off, Chromium's JPEG, PNG, WebP and GIF decoders give the same
 * values as libvips to the bit (they are the same libraries), as long as nothing premultiplies by alpha on the way.
 */
import type { Raster } from './raster.ts'

/**
 * Decodes the first frame to RGBA.
 * @param alpha whether there may be pixels that are not opaque: a 2D canvas would round their colours, so WebGL reads
 *   them; undefined is given where it cannot
 */
export async function decodeWithPlatform(
  bytes: Uint8Array,
  type: string,
  alpha: boolean,
): Promise<Raster | undefined> {
  const blob = new Blob([bytes as Uint8Array<ArrayBuffer>], { type })
  const bitmap = await createImageBitmap(blob, { colorSpaceConversion: 'none', premultiplyAlpha: 'none' })
  try {
    const { width, height } = bitmap
    const data = alpha ? readByTexture(bitmap) : readByCanvas(bitmap)
    return data === undefined ? undefined : { width, height, channels: 4, depth: 8, data }
  } finally {
    bitmap.close()
  }
}

function readByCanvas(bitmap: ImageBitmap): Uint8ClampedArray | undefined {
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d', { willReadFrequently: true })
  context?.drawImage(bitmap, 0, 0)
  return context?.getImageData(0, 0, bitmap.width, bitmap.height).data
}

/** Copies the bitmap to a texture and reads it back: straight alpha all the way. */
function readByTexture(bitmap: ImageBitmap): Uint8Array | undefined {
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2')
  if (gl === null) return undefined
  const { width, height } = bitmap
  try {
    if (Math.max(width, height) > (gl.getParameter(gl.MAX_TEXTURE_SIZE) as number)) return undefined
    gl.bindTexture(gl.TEXTURE_2D, gl.createTexture())
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false)
    gl.pixelStorei(gl.UNPACK_COLORSPACE_CONVERSION_WEBGL, gl.NONE)
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, bitmap)
    const texture = gl.getParameter(gl.TEXTURE_BINDING_2D) as WebGLTexture
    gl.bindFramebuffer(gl.FRAMEBUFFER, gl.createFramebuffer())
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0)
    const pixels = new Uint8Array(width * height * 4)
    gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, pixels)
    return gl.getError() === gl.NO_ERROR ? pixels : undefined
  } finally {
    // Browsers allow few contexts at a time, and collect the forgotten ones late.
    gl.getExtension('WEBGL_lose_context')?.loseContext()
  }
}
