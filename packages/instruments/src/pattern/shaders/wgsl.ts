/** Patterns as WGSL that stands by itself: a module with both stages, for a draw of three vertices. */
import type { PatternScene } from '../scene.ts'
import { wgsl } from './dialect.ts'
import { readsPicture, type ShaderOptions } from './glsl.ts'
import { biasText, movingBiasText } from './layers.ts'
import { motionStatements } from './motion.ts'
import { planText, sceneText } from './scene-text.ts'

/**
 * A module with the entry points `vertex` (draw 3 vertices) and `fragment`, which gives sRGB with straight alpha. Group 0:
 * binding 0 a uniform of 16 bytes (width and height of the target in pixels, seconds); of a scene with an extra picture
 * binding 1 the picture and 2 a sampler (linear, clamped).
 * @throws InstrumentError when the scene contradicts itself, or its network is too large for a text
 */
export function toWgsl(scene: PatternScene, { motion }: ShaderOptions = {}): string {
  const plan = planText(scene)
  return [
    '// A pattern for WebGPU: draw 3 vertices with "vertex" and "fragment".',
    'struct Frame { size: vec2f, time: f32, unused: f32 }',
    '@group(0) @binding(0) var<uniform> frame: Frame;',
    ...(readsPicture(scene) ? pictureText : []),
    sceneText(wgsl, scene, plan, {
      bias: motion === undefined ? biasText(scene.latents) : movingBiasText,
      ...(motion === undefined
        ? {}
        : { latents: motionStatements(wgsl, plan, scene.latents, motion, 'frame.time') }),
    }),
    ...stages,
    '',
  ].join('\n')
}

const pictureText = [
  '@group(0) @binding(1) var picture: texture_2d<f32>;',
  '@group(0) @binding(2) var pictureSampler: sampler;',
  wgsl.function('pictureAt', { place: 'vec2' }, 'vec3', [
    'return textureSampleLevel(picture, pictureSampler, place, 0.0).rgb;',
  ]),
]

const stages = [
  // One triangle that covers the whole target.
  '@vertex fn vertex(@builtin(vertex_index) index: u32) -> @builtin(position) vec4f {',
  '  return vec4f(f32(index & 1u) * 4.0 - 1.0, f32(index >> 1u) * 4.0 - 1.0, 0.0, 1.0);',
  '}',
  '@fragment fn fragment(@builtin(position) position: vec4f) -> @location(0) vec4f {',
  '  return patternColor(position.xy, frame.size);',
  '}',
]
