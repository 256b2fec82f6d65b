/** Drawing on a WebGL context: tile by tile, and looking again later instead of waiting for the GPU. */
import type { PatternScene } from '../../scene.ts'
import type { ShaderPlan } from '../plan.ts'
import { moment, samplesOf, type Frame } from '../frame.ts'
import { createPace } from './pace.ts'
import { pictureTexture, type SceneProgram } from './scene-programs.ts'
import { copyTarget, createTarget, disposeTarget, resizeTarget } from './target.ts'
import { tilesOf } from './tiles.ts'

/** What is drawn, and with what. */
export interface Painting {
  readonly scene: PatternScene
  readonly plan: ShaderPlan
  readonly program: SceneProgram
  readonly frame: Frame
}

/** Draws pictures on a context. */
export interface Painter {
  /** Milliseconds that a painting will take, as far as is known. */
  expected(painting: Painting): number
  /** Draws a coarse picture and puts it on the canvas. @throws Error when the context is lost */
  sketch(painting: Painting): Promise<void>
  /**
   * Draws a picture in the size of the canvas.
   * @param options.sketched whether it refines the sketch drawn last: it is then shown now and then
   * @param options.enough asked after every tile: true ends the work
   * @returns whether it was drawn to the end; only then it is on the canvas
   * @throws Error when the context is lost
   */
  finish(
    painting: Painting,
    options: { readonly sketched: boolean; readonly enough: () => boolean },
  ): Promise<boolean>
  /** Puts the last picture on the canvas again, stretched. */
  present(): void
  /** Draws a few pixels: some drivers compile when a program first draws. @throws Error when the context is lost */
  warm(painting: Painting): Promise<void>
  dispose(): void
}

/** Milliseconds between two looks at a picture that is being refined. */
const refreshed = 100
/** Side of what warms a program up. */
const few = 8

/** A painter with nothing drawn. */
export function createPainter(gl: WebGL2RenderingContext): Painter {
  const pace = createPace()
  const picture = pictureTexture(gl)
  const coarse = createTarget(gl)
  const fine = createTarget(gl)
  const warmed = new WeakSet<SceneProgram>()

  /** Draws two tiles at a time. */
  async function paint(painting: Painting, target: typeof fine, tiled: () => boolean): Promise<boolean> {
    const { scene, plan, program, frame } = painting
    const { width, height } = frame
    const work = workOf(painting)
    if (scene.picture !== undefined) picture.use(scene.picture)
    program.load(scene, plan, frame)
    const started = performance.now()
    const fences: WebGLSync[] = []
    for (const tile of tilesOf(width, height, () => (pace.piece(program.kind) * width * height) / work)) {
      program.bind()
      gl.bindFramebuffer(gl.FRAMEBUFFER, target.framebuffer)
      gl.viewport(0, 0, width, height)
      gl.enable(gl.SCISSOR_TEST)
      gl.scissor(tile.x, height - tile.y - tile.height, tile.width, tile.height)
      gl.drawArrays(gl.TRIANGLES, 0, 3)
      fences.push(fence(gl))
      if (fences.length > 1) await passed(gl, fences.shift()!)
      if (!tiled()) return false
    }
    for (const last of fences) await passed(gl, last)
    // The first drawing of a program tells of its compiler rather than of its speed.
    if (warmed.has(program)) pace.learn(program.kind, work, performance.now() - started)
    warmed.add(program)
    return true
  }

  return {
    expected: (painting) => pace.expected(painting.program.kind, workOf(painting)),
    async sketch(painting) {
      resizeTarget(gl, coarse, painting.frame.width, painting.frame.height)
      await paint(painting, coarse, () => true)
      copyTarget(gl, coarse)
    },
    async finish(painting, { sketched, enough }) {
      resizeTarget(gl, fine, painting.frame.width, painting.frame.height)
      if (sketched) copyTarget(gl, coarse, fine)
      let shown = performance.now()
      const whole = await paint(painting, fine, () => {
        if (sketched && performance.now() - shown > refreshed) {
          copyTarget(gl, fine)
          shown = performance.now()
        }
        return !enough()
      })
      if (whole) copyTarget(gl, fine)
      return whole
    },
    present() {
      if (fine.width > 0) copyTarget(gl, fine)
    },
    async warm({ frame, ...painting }) {
      resizeTarget(gl, coarse, few, few)
      await paint({ ...painting, frame: { ...frame, width: few, height: few } }, coarse, () => true)
    },
    dispose() {
      picture.dispose()
      disposeTarget(gl, coarse)
      disposeTarget(gl, fine)
    },
  }
}

const workOf = ({ plan, frame }: Painting): number => Math.max(1, plan.multiplications) * samplesOf(frame)

function fence(gl: WebGL2RenderingContext): WebGLSync {
  const sync = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0)
  gl.flush()
  if (sync === null) throw new Error(lost)
  return sync
}

const lost = 'The GPU was lost while it drew.'

async function passed(gl: WebGL2RenderingContext, sync: WebGLSync): Promise<void> {
  while (gl.getSyncParameter(sync, gl.SYNC_STATUS) !== gl.SIGNALED) {
    if (gl.isContextLost()) throw new Error(lost)
    await moment()
  }
  gl.deleteSync(sync)
}
