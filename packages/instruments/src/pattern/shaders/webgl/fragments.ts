/** Fragment shaders for WebGL 2 as the view draws them: the plane and the biases are uniforms, so that they move freely. */
import type { PatternScene } from '../../scene.ts'
import { glsl } from '../dialect.ts'
import { interpreterText } from '../interpreter.ts'
import type { BiasText } from '../layers.ts'
import { biasAt, type PlannedLayer, type ShaderPlan } from '../plan.ts'
import { readsPicture } from '../glsl.ts'
import { sceneText } from '../scene-text.ts'
import { biasText } from '../layers.ts'

/** Draws one triangle that covers the whole target. */
export const vertexText = `#version 300 es
void main() {
  gl_Position = vec4(float(gl_VertexID & 1) * 4.0 - 1.0, float(gl_VertexID >> 1) * 4.0 - 1.0, 0.0, 1.0);
}`

const head = `#version 300 es
precision highp float;
precision highp int;
uniform vec2 size;
uniform vec4 planeTurn;
uniform vec2 planeMove;
uniform float samples;
out vec4 result;
`

const main = `
void main() {
  result = patternColor(vec2(gl_FragCoord.x, size.y - gl_FragCoord.y), size);
}`

/** Between the middles of texels linearly, as the exact kernel: a sampler's own fractions have eight bits. */
const pictureText = `uniform highp sampler2D picture;
vec3 pictureAt(vec2 place) {
  vec2 most = vec2(textureSize(picture, 0)) - vec2(1.0);
  vec2 position = clamp(place * (most + vec2(1.0)) - vec2(0.5), vec2(0.0), most);
  ivec2 near = ivec2(position);
  ivec2 far = min(near + ivec2(1), ivec2(most));
  vec2 share = position - vec2(near);
  vec3 above = mix(texelFetch(picture, near, 0).rgb, texelFetch(picture, ivec2(far.x, near.y), 0).rgb, share.x);
  vec3 below = mix(texelFetch(picture, ivec2(near.x, far.y), 0).rgb, texelFetch(picture, far, 0).rgb, share.x);
  return mix(above, below, share.y);
}`

/** The interpreter with room for `capacity` blocks. */
export function interpreterFragment(capacity: number): string {
  return [head, pictureText, interpreterText(capacity), main].join('\n')
}

/** A scene's own shader. */
export function compiledFragment(scene: PatternScene, plan: ShaderPlan): string {
  const layers = movingLayers(plan)
  const blocks = layers.reduce((sum, layer) => sum + layer.blocks, 0)
  const first = new Map<PlannedLayer, number>()
  for (const layer of layers)
    first.set(
      layer,
      Array.from(first.keys(), ({ blocks }) => blocks).reduce((a, b) => a + b, 0),
    )
  const still = biasText([])
  const bias: BiasText = (layer, block) => {
    const start = first.get(layer)
    return start === undefined ? still(layer, block) : `bias[${start + block}]`
  }
  return [
    head,
    ...(blocks > 0 ? [`uniform vec4 bias[${blocks}];`] : []),
    ...(readsPicture(scene) ? [pictureText] : []),
    sceneText(glsl, scene, plan, { bias, planeGiven: true }),
    main,
  ].join('\n')
}

/** What {@link compiledFragment} takes as `bias`. */
export function movingBias(plan: ShaderPlan, latents: readonly number[]): Float32Array {
  return Float32Array.from(movingLayers(plan).flatMap((layer) => Array.from(biasAt(layer, latents))))
}

/** Layers that read latents. */
function movingLayers(plan: ShaderPlan): PlannedLayer[] {
  return plan.layers.filter((layer) => layer.latents.size > 0)
}
