/**
 * All pictures of a map in one draw: instanced quads whose places are mixed between two layouts in the vertex shader. Two more
 * instances than there are pictures show the pointed-at and the selected one once more, above the others.
 */
import { Buffer, BufferUsage, Geometry, Mesh, Shader, State, UniformGroup, type WebGLRenderer } from 'pixi.js'
import type { AtlasShape } from '../format/manifest.ts'
import type { Catalogue } from '../format/catalogue.ts'
import { fragmentShader, slotCount, vertexShader, type SlotShape } from './shader.ts'
import { createLayeredTexture, type LayeredTexture } from './textures.ts'

/** What would vanish on the ground, and the halo that it gets. */
export interface Ground {
  /** OKLab lightness, 0…1, at which a halo begins, and at which it is full. */
  readonly at: readonly [begins: number, full: number]
  /** Premultiplied sRGB, 0…1. */
  readonly color: readonly [number, number, number, number]
}

/** The pictures on the graphics card. */
export interface Sprites {
  readonly mesh: Mesh<Geometry, Shader>
  readonly atlas: LayeredTexture
  readonly near: LayeredTexture
  readonly full: LayeredTexture
  readonly uniforms: SpriteUniforms
  /** Places of all pictures now, which become the ones to start from, and those to go to. */
  setPlaces(from: Float32Array, to: Float32Array): void
  /** Opacities now and to come, 0…1 as 0…255; they are mixed by `uFade`. */
  setOpacities(before: Uint8Array, after: Uint8Array): void
  /** Which pictures are drawn once more on top: rows, −1 for none. */
  lift(pointed: number, selected: number): void
  /** Tells that a picture has a slot: 0 for none, near slots from 1, full slots after them. */
  setSlot(row: number, slot: number): void
  /** Sends what has changed since the last frame. */
  flush(): void
  /** Of buffers, bytes. */
  readonly bufferBytes: number
  destroy(): void
}

/** What changes from frame to frame; written to in place. */
interface SpriteUniforms {
  readonly uCentre: Float32Array
  readonly uScale: Float32Array
  readonly uSize: Float32Array
  readonly uHaloAt: Float32Array
  readonly uHaloColor: Float32Array
  uDevice: number
  uMix: number
  uFade: number
}

const corners = new Float32Array([-0.5, -0.5, 0.5, -0.5, 0.5, 0.5, -0.5, 0.5])
const lifted = 2

export function createSprites(
  renderer: WebGLRenderer,
  catalogue: Catalogue,
  shape: AtlasShape,
  near: SlotShape,
  full: SlotShape,
): Sprites {
  const { count } = catalogue
  const room = count + lifted
  const levels = Math.log2(shape.cell) - 1
  const textures = {
    atlas: createLayeredTexture(renderer, shape.side, shape.count, levels),
    near: createLayeredTexture(renderer, 2048, near.layers, 1),
    full: createLayeredTexture(renderer, 2048, full.layers, 1),
  }
  const places = { from: new Float32Array(2 * room), to: new Float32Array(2 * room) }
  const looks = new Float32Array(4 * room)
  const states = new Uint8Array(4 * room)
  const slots = new Float32Array(room)
  for (let row = 0; row < count; row++) {
    const longer = Math.max(catalogue.widths[row]!, catalogue.heights[row]!, 1)
    looks[4 * row] = row
    looks[4 * row + 1] = catalogue.widths[row]! / longer
    looks[4 * row + 2] = catalogue.heights[row]! / longer
    looks[4 * row + 3] = catalogue.lightness[row] === 128 ? 0.5 : catalogue.lightness[row]! / 255
  }
  const buffer = (data: Float32Array | Uint8Array, label: string): Buffer =>
    new Buffer({ data, label, usage: BufferUsage.VERTEX | BufferUsage.COPY_DST, shrinkToFit: false })
  const buffers = {
    from: buffer(places.from, 'from'),
    to: buffer(places.to, 'to'),
    looks: buffer(looks, 'looks'),
    states: buffer(states, 'states'),
    slots: buffer(slots, 'slots'),
  }
  const geometry = new Geometry({
    attributes: {
      aCorner: { buffer: corners, format: 'float32x2' },
      aFrom: { buffer: buffers.from, format: 'float32x2', instance: true },
      aTo: { buffer: buffers.to, format: 'float32x2', instance: true },
      aSprite: { buffer: buffers.looks, format: 'float32x4', instance: true },
      aState: { buffer: buffers.states, format: 'unorm8x4', instance: true },
      aSlot: { buffer: buffers.slots, format: 'float32', instance: true },
    },
    indexBuffer: new Uint16Array([0, 1, 2, 0, 2, 3]),
    instanceCount: room,
  })
  const group = new UniformGroup({
    uCentre: { value: new Float32Array(2), type: 'vec2<f32>' },
    uScale: { value: new Float32Array(2), type: 'vec2<f32>' },
    uDevice: { value: 1, type: 'f32' },
    uSize: { value: new Float32Array(2), type: 'vec2<f32>' },
    uMix: { value: 1, type: 'f32' },
    uFade: { value: 1, type: 'f32' },
    uHaloAt: { value: new Float32Array([2, 3]), type: 'vec2<f32>' },
    uHaloColor: { value: new Float32Array(4), type: 'vec4<f32>' },
    uAtlasShape: {
      value: new Float32Array([shape.cell, shape.side, shape.side / shape.cell, levels - 1]),
      type: 'vec4<f32>',
    },
    uNearShape: { value: new Float32Array([near.side, near.perRow, slotCount(near)]), type: 'vec3<f32>' },
    uFullShape: { value: new Float32Array([full.side, full.perRow]), type: 'vec2<f32>' },
  })
  const shader = Shader.from({
    gl: { vertex: vertexShader, fragment: fragmentShader },
    resources: {
      uAtlas: textures.atlas.source,
      uNear: textures.near.source,
      uFull: textures.full.source,
      view: group,
    },
  })
  const mesh = new Mesh({ geometry, shader, state: State.for2d() })
  const changed = { slots: false, top: false }
  const top = new Int32Array(lifted).fill(-1)

  /** The instances on top repeat what the picture's own instance says. */
  const repeat = (): void => {
    for (let at = 0; at < lifted; at++) {
      const instance = count + at
      const row = top[at]!
      states[4 * instance] = row < 0 ? 0 : 255
      states[4 * instance + 1] = row < 0 ? 0 : 255
      states[4 * instance + 2] = row < 0 || at > 0 ? 0 : 255
      if (row < 0) continue
      for (let part = 0; part < 4; part++) looks[4 * instance + part] = looks[4 * row + part]!
      for (let part = 0; part < 2; part++) {
        places.from[2 * instance + part] = places.from[2 * row + part]!
        places.to[2 * instance + part] = places.to[2 * row + part]!
      }
      slots[instance] = slots[row]!
    }
  }
  const sendTop = (): void => {
    repeat()
    for (const one of Object.values(buffers)) one.update()
  }
  return {
    ...textures,
    mesh,
    uniforms: group.uniforms,
    bufferBytes: room * (8 + 8 + 16 + 4 + 4) + corners.byteLength,
    setPlaces: (from, to) => {
      places.from.set(from)
      places.to.set(to)
      sendTop()
    },
    setOpacities: (before, after) => {
      for (let row = 0; row < count; row++) {
        states[4 * row] = before[row]!
        states[4 * row + 1] = after[row]!
      }
      repeat()
      buffers.states.update()
    },
    lift: (pointed, selected) => {
      if (top[0] === pointed && top[1] === selected) return
      top[0] = pointed
      top[1] = selected
      changed.top = true
    },
    setSlot: (row, slot) => {
      slots[row] = slot
      changed.slots = true
    },
    flush: () => {
      if (changed.top) sendTop()
      else if (changed.slots) {
        repeat()
        buffers.slots.update()
      }
      changed.top = false
      changed.slots = false
    },
    destroy: () => {
      mesh.destroy()
      geometry.destroy(true)
      shader.destroy(true)
      for (const { source } of Object.values(textures)) source.destroy()
    },
  }
}
