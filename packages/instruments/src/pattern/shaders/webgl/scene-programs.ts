/** Programs that draw scenes, and the numbers that they take: uniforms, weights in a texture, the extra picture. */
import type { Raster } from '@reverie/image'
import type { PatternScene } from '../../scene.ts'
import { outputsOf } from '../../scene.ts'
import { labsOf } from '../color.ts'
import type { Frame } from '../frame.ts'
import { interpreterCodes } from '../interpreter.ts'
import { packInterpreter, texelsAcross } from '../interpreter-program.ts'
import { planeNumbers } from '../plane.ts'
import type { ShaderPlan } from '../plan.ts'
import { movingBias } from './fragments.ts'

/** A program that can draw scenes. */
export interface SceneProgram {
  readonly kind: 'interpreter' | 'compiled'
  /** Gives it a scene's numbers. */
  load(scene: PatternScene, plan: ShaderPlan, frame: Frame): void
  /** Makes it the current program. */
  bind(): void
  dispose(): void
}

/** Units of textures. */
const programUnit = 0
const pictureUnit = 1

/** A program of `interpreterFragment`. */
export function interpreterProgram(gl: WebGL2RenderingContext, program: WebGLProgram): SceneProgram {
  const set = setter(gl, program)
  const texture = dataTexture(gl, programUnit)
  return {
    kind: 'interpreter',
    bind: () => gl.useProgram(program),
    load(scene, plan, frame) {
      gl.useProgram(program)
      useFrame(set, scene, frame)
      const { plane, coloring } = scene
      const packed = packInterpreter(plan, scene.latents, colorTexels(scene))
      gl.activeTexture(gl.TEXTURE0 + programUnit)
      gl.bindTexture(gl.TEXTURE_2D, texture)
      const rows = packed.texels.length / 4 / texelsAcross
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA32F, texelsAcross, rows, 0, gl.RGBA, gl.FLOAT, packed.texels)
      const has = (group: ShaderPlan['groups'][number]): number => Number(plan.groups.includes(group))
      const numbers = {
        program: programUnit,
        layers: packed.layers,
        outputs: packed.outputs,
        colors: packed.colors,
        colorCount: (coloring.colors?.length ?? 0) / 3,
        netart: Number(plane.coordinates === 'netart'),
        symmetry: interpreterCodes.symmetry(plane.symmetry),
        order: plane.order,
        hasPlane: has('plane'),
        hasTile: has('tile'),
        hasPicture: has('picture'),
        mode: interpreterCodes.mode(coloring.mode),
        alpha: interpreterCodes.alpha(coloring.alpha),
        alphaAt: coloring.alpha === 'off' ? 0 : outputsOf[coloring.mode].alpha,
      }
      for (const [name, value] of Object.entries(numbers)) gl.uniform1i(set.place(name), value)
    },
    dispose() {
      gl.deleteTexture(texture)
      gl.deleteProgram(program)
    },
  }
}

/** A program of `compiledFragment`. */
export function compiledProgram(gl: WebGL2RenderingContext, program: WebGLProgram): SceneProgram {
  const set = setter(gl, program)
  return {
    kind: 'compiled',
    bind: () => gl.useProgram(program),
    load(scene, plan, frame) {
      gl.useProgram(program)
      useFrame(set, scene, frame)
      const bias = movingBias(plan, scene.latents)
      if (bias.length > 0) gl.uniform4fv(set.place('bias'), bias)
    },
    dispose: () => gl.deleteProgram(program),
  }
}

/** The extra picture as a texture, uploaded when it is another one. */
export function pictureTexture(gl: WebGL2RenderingContext): { use(picture: Raster): void; dispose(): void } {
  const texture = dataTexture(gl, pictureUnit)
  let shown: Raster['data'] | undefined
  return {
    use(picture) {
      gl.activeTexture(gl.TEXTURE0 + pictureUnit)
      gl.bindTexture(gl.TEXTURE_2D, texture)
      if (shown === picture.data) return
      shown = picture.data
      gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1)
      const { width, height } = picture
      const bytes = new Uint8Array(picture.data.buffer, picture.data.byteOffset, picture.data.byteLength)
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGB8, width, height, 0, gl.RGB, gl.UNSIGNED_BYTE, bytes)
    },
    dispose: () => gl.deleteTexture(texture),
  }
}

interface Setter {
  readonly gl: WebGL2RenderingContext
  place(name: string): WebGLUniformLocation | null
}

function setter(gl: WebGL2RenderingContext, program: WebGLProgram): Setter {
  const places = new Map<string, WebGLUniformLocation | null>()
  return {
    gl,
    place(name) {
      if (!places.has(name)) places.set(name, gl.getUniformLocation(program, name))
      return places.get(name) ?? null
    },
  }
}

function useFrame({ gl, place }: Setter, scene: PatternScene, frame: Frame): void {
  const { turn, move } = planeNumbers(scene.plane)
  gl.uniform2f(place('size'), frame.width, frame.height)
  gl.uniform4fv(place('planeTurn'), turn)
  gl.uniform2fv(place('planeMove'), move)
  gl.uniform1f(place('samples'), frame.samples)
  gl.uniform1i(place('picture'), pictureUnit)
}

/** Two texels a colour: in OKLab, and in sRGB. */
function colorTexels({ coloring: { colors } }: PatternScene): Float32Array {
  if (colors === undefined) return new Float32Array(0)
  return Float32Array.from(
    labsOf(colors).flatMap((lab, index) => [...lab, 0, ...colors.subarray(index * 3, index * 3 + 3), 0]),
  )
}

/** A texture whose texels are fetched as they are, bound to a unit of its own. */
function dataTexture(gl: WebGL2RenderingContext, unit: number): WebGLTexture {
  const texture = gl.createTexture()
  gl.activeTexture(gl.TEXTURE0 + unit)
  gl.bindTexture(gl.TEXTURE_2D, texture)
  for (const name of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER])
    gl.texParameteri(gl.TEXTURE_2D, name, gl.NEAREST)
  for (const name of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T]) gl.texParameteri(gl.TEXTURE_2D, name, gl.CLAMP_TO_EDGE)
  return texture
}
