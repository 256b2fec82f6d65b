/** In the page: a scene's pixels, drawn by each of its forms as the place that it is for would draw it. */
import type { PatternScene } from '../../../../src/pattern/scene.ts'
import { toBookOfShaders, toShadertoy } from '../../../../src/pattern/shaders/glsl.ts'
import { capacityOf } from '../../../../src/pattern/shaders/interpreter.ts'
import { slotsOf } from '../../../../src/pattern/shaders/interpreter-program.ts'
import { planScene } from '../../../../src/pattern/shaders/scene-text.ts'
import { compiledFragment, interpreterFragment } from '../../../../src/pattern/shaders/webgl/fragments.ts'
import { link } from '../../../../src/pattern/shaders/webgl/link.ts'
import {
  compiledProgram,
  interpreterProgram,
  pictureTexture,
} from '../../../../src/pattern/shaders/webgl/scene-programs.ts'
import { drawWgsl } from './wgsl.ts'

export type Form = 'compiled' | 'interpreter' | 'shadertoy' | 'book' | 'wgsl'

export interface DrawRequest {
  readonly forms: readonly Form[]
  readonly scenes: Readonly<Record<string, PatternScene>>
  /** Seconds that a shader's clock shows. */
  readonly seconds?: number
  readonly motion?: {
    readonly seed: number
    readonly swing: number
    readonly turns: number
    readonly seconds: number
  }
}

/** RGBA of each scene by form and name, from the top. */
export type Drawn = Record<string, Record<string, Uint8Array>>

export default async function draw(request: DrawRequest): Promise<Drawn> {
  const drawn: Drawn = {}
  const interpreters = new Map<number, WebGLProgram>()
  const gl2 = context('webgl2') as WebGL2RenderingContext
  for (const form of request.forms) {
    drawn[form] = {}
    for (const [name, scene] of Object.entries(request.scenes)) {
      const options = request.motion === undefined ? {} : { motion: request.motion }
      const seconds = request.seconds ?? 0
      drawn[form][name] =
        form === 'wgsl'
          ? await drawWgsl(scene, options, seconds)
          : form === 'shadertoy'
            ? drawText(gl2, shadertoy(toShadertoy(scene, options)), scene, seconds)
            : form === 'book'
              ? drawText(context('webgl'), toBookOfShaders(scene, options), scene, seconds)
              : drawProgram(gl2, scene, form, interpreters)
    }
  }
  return drawn
}

function context(kind: 'webgl' | 'webgl2'): WebGLRenderingContext | WebGL2RenderingContext {
  const canvas = new OffscreenCanvas(1, 1)
  const gl = canvas.getContext(kind, { preserveDrawingBuffer: true, premultipliedAlpha: false, antialias: false })
  if (gl === null) throw new Error(`No ${kind}.`)
  return gl as WebGL2RenderingContext
}

function drawProgram(
  gl: WebGL2RenderingContext,
  scene: PatternScene,
  kind: 'compiled' | 'interpreter',
  interpreters: Map<number, WebGLProgram>,
): Uint8Array {
  const { width, height } = scene
  const plan = planScene(scene)
  const capacity = capacityOf(slotsOf(plan).slots)!
  const linked =
    kind === 'compiled'
      ? link(gl, compiledFragment(scene, plan)).finish()
      : (interpreters.get(capacity) ?? link(gl, interpreterFragment(capacity)).finish())
  if (kind === 'interpreter') interpreters.set(capacity, linked)
  const program = kind === 'compiled' ? compiledProgram(gl, linked) : interpreterProgram(gl, linked)
  resize(gl, scene)
  program.load(scene, plan, { width, height, samples: scene.plane.samples })
  if (scene.picture !== undefined) pictureTexture(gl).use(scene.picture)
  gl.drawArrays(gl.TRIANGLES, 0, 3)
  return pixels(gl, scene)
}

/** What Shadertoy puts around an "Image". */
const shadertoy = (text: string): string => `#version 300 es
precision highp float;
uniform vec3 iResolution;
uniform float iTime;
uniform sampler2D iChannel0;
out vec4 shown;
${text}
void main() { mainImage(shown, gl_FragCoord.xy); }`

function drawText(
  gl: WebGLRenderingContext | WebGL2RenderingContext,
  fragment: string,
  scene: PatternScene,
  seconds: number,
): Uint8Array {
  const two = fragment.startsWith('#version 300')
  const program = gl.createProgram()
  const vertex = two
    ? '#version 300 es\nin vec2 at; void main() { gl_Position = vec4(at, 0.0, 1.0); }'
    : 'attribute vec2 at; void main() { gl_Position = vec4(at, 0.0, 1.0); }'
  for (const [type, text] of [
    [gl.VERTEX_SHADER, vertex],
    [gl.FRAGMENT_SHADER, fragment],
  ] as const) {
    const shader = gl.createShader(type)!
    gl.shaderSource(shader, text)
    gl.compileShader(shader)
    if (gl.getShaderParameter(shader, gl.COMPILE_STATUS) !== true)
      throw new Error(`${gl.getShaderInfoLog(shader)}\n${text}`)
    gl.attachShader(program, shader)
  }
  gl.linkProgram(program)
  if (gl.getProgramParameter(program, gl.LINK_STATUS) !== true) throw new Error(gl.getProgramInfoLog(program) ?? '')
  gl.useProgram(program)
  resize(gl, scene)
  gl.uniform3f(gl.getUniformLocation(program, 'iResolution'), scene.width, scene.height, 1)
  gl.uniform2f(gl.getUniformLocation(program, 'u_resolution'), scene.width, scene.height)
  gl.uniform1f(gl.getUniformLocation(program, two ? 'iTime' : 'u_time'), seconds)
  if (scene.picture !== undefined) {
    const { width, height, data } = scene.picture
    gl.bindTexture(gl.TEXTURE_2D, gl.createTexture())
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1)
    gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, true)
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGB, width, height, 0, gl.RGB, gl.UNSIGNED_BYTE, data as Uint8Array)
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR)
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE)
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE)
    gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false)
  }
  const at = gl.getAttribLocation(program, 'at')
  gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer())
  gl.bufferData(gl.ARRAY_BUFFER, Float32Array.of(-1, -1, 3, -1, -1, 3), gl.STATIC_DRAW)
  gl.enableVertexAttribArray(at)
  gl.vertexAttribPointer(at, 2, gl.FLOAT, false, 0, 0)
  gl.drawArrays(gl.TRIANGLES, 0, 3)
  gl.disableVertexAttribArray(at)
  return pixels(gl, scene)
}

function resize(gl: WebGLRenderingContext | WebGL2RenderingContext, { width, height }: PatternScene): void {
  gl.canvas.width = width
  gl.canvas.height = height
  gl.viewport(0, 0, width, height)
}

/** From the top. */
function pixels(gl: WebGLRenderingContext | WebGL2RenderingContext, { width, height }: PatternScene): Uint8Array {
  const read = new Uint8Array(width * height * 4)
  gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, read)
  const turned = new Uint8Array(read.length)
  for (let y = 0; y < height; y++)
    turned.set(read.subarray((height - 1 - y) * width * 4, (height - y) * width * 4), y * width * 4)
  return turned
}
