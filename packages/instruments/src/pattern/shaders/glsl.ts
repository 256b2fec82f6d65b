/**
 * Patterns as GLSL that stands by itself: for Shadertoy and for the Book of Shaders' editor. Size and shape of the picture
 * are the canvas's. Transparency: Shadertoy shows none, the editor gets premultiplied colours, as its canvas expects.
 */
import type { PatternScene } from '../scene.ts'
import { glsl } from './dialect.ts'
import { biasText, movingBiasText } from './layers.ts'
import { motionStatements, type ShaderMotion } from './motion.ts'
import { planText, sceneText } from './scene-text.ts'

/** What shader text may have besides the picture. */
export interface ShaderOptions {
  /** Lets the latents go around; absent: the picture stands still. */
  readonly motion?: ShaderMotion
}

/**
 * A fragment shader for Shadertoy. The extra picture of a scene that has one is `iChannel0`.
 * @throws InstrumentError when the scene contradicts itself, or its network is too large for a text
 */
export function toShadertoy(scene: PatternScene, options: ShaderOptions = {}): string {
  return written(scene, options, {
    title: '// A pattern for Shadertoy: paste it as "Image".',
    head: [],
    time: 'iTime',
    picture: 'texture(iChannel0, vec2(place.x, 1.0 - place.y)).rgb',
    main: [
      'void mainImage(out vec4 fragColor, in vec2 fragCoord) {',
      '  fragColor = patternColor(vec2(fragCoord.x, iResolution.y - fragCoord.y), iResolution.xy);',
      '}',
    ],
  })
}

/**
 * A fragment shader for the Book of Shaders' editor (WebGL 1). The extra picture is `u_tex0`.
 * @throws InstrumentError as {@link toShadertoy}
 */
export function toBookOfShaders(scene: PatternScene, options: ShaderOptions = {}): string {
  return written(scene, options, {
    title: "// A pattern for the Book of Shaders' editor and for whatever has its uniforms.",
    head: [
      '#ifdef GL_ES',
      'precision highp float;',
      '#endif',
      'uniform vec2 u_resolution;',
      'uniform float u_time;',
      ...(readsPicture(scene) ? ['uniform sampler2D u_tex0;'] : []),
    ],
    time: 'u_time',
    picture: 'texture2D(u_tex0, vec2(place.x, 1.0 - place.y)).rgb',
    main: [
      'void main() {',
      '  vec4 color = patternColor(vec2(gl_FragCoord.x, u_resolution.y - gl_FragCoord.y), u_resolution);',
      '  gl_FragColor = vec4(color.rgb * color.a, color.a);',
      '}',
    ],
  })
}

/** Whether a scene's network reads the extra picture. */
export function readsPicture(scene: Pick<PatternScene, 'network'>): boolean {
  return scene.network.features.some((feature) => feature === 'red' || feature === 'green' || feature === 'blue')
}

interface Place {
  readonly title: string
  readonly head: readonly string[]
  readonly time: string
  readonly picture: string
  readonly main: readonly string[]
}

function written(scene: PatternScene, { motion }: ShaderOptions, place: Place): string {
  const plan = planText(scene)
  return [
    place.title,
    ...place.head,
    ...(readsPicture(scene)
      ? [glsl.function('pictureAt', { place: 'vec2' }, 'vec3', [`return ${place.picture};`])]
      : []),
    sceneText(glsl, scene, plan, {
      bias: motion === undefined ? biasText(scene.latents) : movingBiasText,
      ...(motion === undefined ? {} : { latents: motionStatements(glsl, plan, scene.latents, motion, place.time) }),
    }),
    ...place.main,
    '',
  ].join('\n')
}
