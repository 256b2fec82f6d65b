/** Textures that are filled piece by piece, which pixi.js leaves to those who need it; and what they take of memory. */
import { TextureSource, type WebGLRenderer } from 'pixi.js'

/** A texture of layers, all of one size. */
export interface LayeredTexture {
  readonly source: TextureSource
  readonly bytes: number
  /** Puts premultiplied pixels at a place of a layer's level. */
  put(bitmap: ImageBitmap, layer: number, level: number, x: number, y: number): void
}

/**
 * @param side pixels of a layer.
 * @param levels sizes of each layer, every one half the one before; 1 for the full size alone.
 */
export function createLayeredTexture(
  renderer: WebGLRenderer,
  side: number,
  layers: number,
  levels: number,
): LayeredTexture {
  const source = new TextureSource({
    width: side,
    height: side,
    arrayLayerCount: layers,
    viewDimension: '2d-array',
    mipLevelCount: levels,
    format: 'rgba8unorm',
    alphaMode: 'premultiplied-alpha',
    scaleMode: 'linear',
    addressMode: 'clamp-to-edge',
    autoGarbageCollect: false,
  })
  let bytes = 0
  for (let level = 0; level < levels; level++) bytes += 4 * layers * (side >> level) ** 2
  return {
    source,
    bytes,
    put: (bitmap, layer, level, x, y) => {
      const { gl } = renderer
      const { target, texture } = renderer.texture.getGlSource(source)
      gl.bindTexture(target, texture)
      gl.texSubImage3D(
        target,
        level,
        x,
        y,
        layer,
        bitmap.width,
        bitmap.height,
        1,
        gl.RGBA,
        gl.UNSIGNED_BYTE,
        bitmap,
      )
      // pixi.js remembers what is bound where, and has to be told that this is over.
      renderer.texture.resetState()
    },
  }
}
