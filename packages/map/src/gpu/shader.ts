/**
 * The shader of all sprites. An instance is a picture: where it is in two layouts, between which it is mixed; its cell in the
 * atlases; and, when it is near, the slot that holds a larger thumbnail of it. Colours are premultiplied.
 */

/** Places for thumbnails of 128 pixels, and for those of 512. */
export interface SlotShape {
  /** Pixels of a slot. */
  readonly side: number
  readonly perRow: number
  readonly layers: number
}

/** Slots in a texture of 2048 pixels a layer. */
export const slotCount = ({ perRow, layers }: SlotShape): number => perRow * perRow * layers

export const vertexShader = `#version 300 es
precision highp float;
in vec2 aCorner;
in vec2 aFrom;
in vec2 aTo;
in vec4 aSprite; // row, width and height as shares of the cell, lightness
in vec4 aState; // opacity before and after, whether it is lifted
in float aSlot; // 0: none; then near slots, then full ones

uniform vec2 uCentre;
uniform vec2 uScale; // clip units a map unit
uniform float uDevice; // device pixels a map unit
uniform vec2 uSize; // longer side in map units, in both layouts
uniform float uMix;
uniform float uFade;
uniform vec4 uAtlasShape; // pixels of a cell, of an atlas, cells a row, deepest level
uniform vec3 uNearShape; // pixels of a slot, slots a row, slots
uniform vec2 uFullShape;
uniform vec2 uHaloAt; // lightness at which a transparent picture gets a halo: begins, is full

flat out vec4 vBounds;
flat out vec4 vSample; // layer, level, texture, step between samples
flat out vec2 vHalo; // strength, radius in texture units
flat out float vOpacity;
out vec2 vUv;

void main() {
  float opacity = mix(aState.x, aState.y, uFade);
  if (opacity < 0.004) {
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
    return;
  }
  // Pictures set out one after another, so that the eye can follow some.
  float delay = fract(aSprite.x * 0.61803398875);
  float way = clamp(uMix * 1.4 - 0.4 * delay, 0.0, 1.0);
  way = way * way * (3.0 - 2.0 * way);
  float size = mix(uSize.x, uSize.y, way) * (1.0 + 0.12 * aState.z);
  vec2 place = mix(aFrom, aTo, way);
  float pixels = size * uDevice;
  float isLight = step(uHaloAt.x, uHaloAt.y);
  float halo = aSprite.w == 0.5 ? 0.0 : smoothstep(uHaloAt.x, uHaloAt.y, aSprite.w) * isLight
    + (1.0 - smoothstep(uHaloAt.y, uHaloAt.x, aSprite.w)) * (1.0 - isLight);
  // As shares of the cell; the quad grows by the halo's width.
  float reach = max(0.03, 1.0 / max(pixels, 1.0));
  vec2 corner = aCorner * (1.0 + step(0.01, halo) * 2.0 * reach / max(aSprite.yz, vec2(0.01)));
  gl_Position = vec4((place - uCentre + corner * size * aSprite.yz) * uScale, 0.0, 1.0);

  float cell = uAtlasShape.x;
  float perRow = uAtlasShape.z;
  float at = aSprite.x;
  float side = uAtlasShape.y;
  float texture = 0.0;
  float level = clamp(log2(cell / max(pixels, 0.5)), 0.0, uAtlasShape.w);
  if (aSlot > uNearShape.z + 0.5) {
    texture = 2.0;
    at = aSlot - uNearShape.z - 1.0;
    cell = uFullShape.x;
    perRow = uFullShape.y;
    side = 2048.0;
  } else if (aSlot > 0.5) {
    texture = 1.0;
    at = aSlot - 1.0;
    cell = uNearShape.x;
    perRow = uNearShape.y;
    side = 2048.0;
  }
  float perLayer = perRow * perRow;
  float layer = floor((at + 0.5) / perLayer);
  float inLayer = at - layer * perLayer;
  float row = floor((inLayer + 0.5) / perRow);
  vec2 origin = vec2(inLayer - row * perRow, row) * cell;
  vec2 extent = max(aSprite.yz * cell, 1.0);
  // What is read stays half a texel of the coarser level inside the cell: no picture bleeds into its neighbour.
  float inset = texture == 0.0 ? min(0.5 * exp2(ceil(level)), 0.5 * min(extent.x, extent.y)) : 0.5;
  vBounds = vec4(origin + inset, origin + extent - inset) / side;
  vUv = (origin + (corner + 0.5) * extent) / side;
  float shrink = cell / max(pixels, 1.0);
  vSample = vec4(layer, level, texture, shrink > 1.3 ? 0.25 * shrink / side : 0.0);
  vHalo = vec2(halo, reach * cell / side);
  vOpacity = opacity;
}
`

export const fragmentShader = `#version 300 es
precision highp float;
precision highp sampler2DArray;
flat in vec4 vBounds;
flat in vec4 vSample;
flat in vec2 vHalo;
flat in float vOpacity;
in vec2 vUv;
out vec4 finalColor;

uniform sampler2DArray uAtlas;
uniform sampler2DArray uNear;
uniform sampler2DArray uFull;
uniform vec4 uHaloColor;

vec4 take(vec2 uv) {
  vec3 at = vec3(clamp(uv, vBounds.xy, vBounds.zw), vSample.x);
  if (vSample.z < 0.5) return textureLod(uAtlas, at, vSample.y);
  return vSample.z > 1.5 ? textureLod(uFull, at, 0.0) : textureLod(uNear, at, 0.0);
}

// Nothing lies beyond a picture's edge.
vec4 inside(vec2 uv) {
  vec2 isIn = step(vBounds.xy - vHalo.y * 0.1, uv) * step(uv, vBounds.zw + vHalo.y * 0.1);
  return take(uv) * isIn.x * isIn.y;
}

void main() {
  vec4 color;
  if (vSample.z < 0.5 || vSample.w == 0.0) {
    color = vHalo.x > 0.0 ? inside(vUv) : take(vUv);
  } else {
    // Slots have no smaller levels: four samples stand for them.
    vec2 a = vec2(vSample.w, vSample.w);
    vec2 b = vec2(vSample.w, -vSample.w);
    color = 0.25 * (inside(vUv + a) + inside(vUv - a) + inside(vUv + b) + inside(vUv - b));
  }
  if (vHalo.x > 0.0) {
    // What is near the silhouette shines: the largest coverage around, in two rings.
    float around = 0.0;
    for (int turn = 0; turn < 8; turn++) {
      float angle = 0.78539816 * float(turn);
      vec2 way = vec2(cos(angle), sin(angle)) * vHalo.y;
      around = max(around, max(inside(vUv + way * 0.55).a, 0.75 * inside(vUv + way).a));
    }
    color += uHaloColor * vHalo.x * around * (1.0 - color.a);
  }
  finalColor = color * vOpacity;
}
`
