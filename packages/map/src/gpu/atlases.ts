/** Brings the atlases of sprites to the graphics card, with their smaller levels, one after another. */
import type { AtlasShape } from '../format/manifest.ts'
import type { MapSource } from '../sources/source.ts'
import type { LayeredTexture } from './textures.ts'

/** Bytes of atlases that a phone, and a desk, should be asked for. */
const budgets = { phone: 96e6, desk: 400e6 }

/** The shape that the atlases get on this device: of half the size where they would be too much. */
export function deviceAtlas(shape: AtlasShape, isPhone: boolean): AtlasShape {
  const budget = isPhone ? budgets.phone : budgets.desk
  let { cell, side } = shape
  while (cell > 8 && (4 / 3) * 4 * shape.count * side ** 2 > budget) {
    cell /= 2
    side /= 2
  }
  return { cell, side, count: shape.count }
}

/**
 * Fetches, decodes and uploads all atlases.
 * @param shape as on this device.
 * @param onLayer is told after each atlas.
 * @throws Error when one cannot be had; the abort's own when it was given up
 */
export async function loadAtlases(
  source: MapSource,
  shape: AtlasShape,
  texture: LayeredTexture,
  signal: AbortSignal,
  onLayer: () => void,
): Promise<void> {
  const levels = Math.log2(shape.cell) - 1
  for (let layer = 0; layer < shape.count; layer++) {
    const sprites = await source.sprites(layer, signal)
    for (let level = 0; level < levels; level++) {
      const side = shape.side >> level
      const bitmap = await createImageBitmap(sprites, {
        premultiplyAlpha: 'premultiply',
        ...(side !== source.atlas.side && { resizeWidth: side, resizeHeight: side, resizeQuality: 'medium' }),
      })
      signal.throwIfAborted()
      texture.put(bitmap, layer, level, 0, 0)
      bitmap.close()
    }
    onLayer()
  }
}
