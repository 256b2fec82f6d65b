/**
 * Patterns on the GPU.
 *
 * A scene is drawn at once by what there is: the interpreter, or its own shader once that is compiled, which happens in the
 * background while the same network is shown. Drawing is cut into tiles of some milliseconds, so that neither the page nor
 * another scene waits for long. What takes longer than a frame is drawn coarsely first, and always to the end of that; a
 * newer scene then replaces the fine picture.
 *
 * A context that is lost (a driver that starts anew, a computer that slept) is built up again when it comes back.
 */
import { InstrumentError } from '../../../instrument.ts'
import type { PatternScene } from '../../scene.ts'
import type { ShaderPlan } from '../plan.ts'
import { coarseFrame, moment } from '../frame.ts'
import { planScene } from '../scene-text.ts'
import { createListeners, isOffscreen, type DrawnPicture, type PatternView, type ViewCanvas } from '../view.ts'
import { createPainter, type Painter, type Painting } from './painter.ts'
import { createPrograms, type Programs } from './programs.ts'
import type { SceneProgram } from './scene-programs.ts'
import { isSoftware } from './software.ts'

interface Order {
  readonly scene: PatternScene
  readonly since: number
}

/**
 * A view on the GPU. The canvas must have no context of another kind.
 * @param options.onlyFast refuses a GPU that is slow: one that is the processor in disguise
 * @throws InstrumentError when there is no WebGL 2, or no fast one
 */
export function createWebglView(canvas: ViewCanvas, { onlyFast = false } = {}): PatternView {
  const asked = { ...attributes, failIfMajorPerformanceCaveat: onlyFast }
  const gl = isOffscreen(canvas) ? canvas.getContext('webgl2', asked) : canvas.getContext('webgl2', asked)
  // Some browsers that draw by the processor do not call it a caveat.
  if (gl === null || (onlyFast && isSoftware(gl)))
    throw new InstrumentError(
      `This browser has no ${onlyFast ? 'GPU' : 'WebGL 2'} to draw patterns with: the processor can draw them.`,
    )
  const ready = createListeners<DrawnPicture>()
  const trouble = createListeners<Error>()
  const drawn = { program: 'interpreter' as SceneProgram['kind'], frame: Number.NaN, frames: 0 }
  let own: { readonly programs: Programs; readonly painter: Painter } | undefined
  let wanted: Order | undefined
  let latest: PatternScene | undefined
  let working = false
  let drawing = Promise.resolve()
  let planned: { readonly scene: PatternScene; readonly plan: ShaderPlan } | undefined

  /** Plans a scene; while latents or the plane move, the network stays the same one. */
  function planOf(scene: PatternScene): ShaderPlan {
    const known = planned
    const same =
      known?.scene.network === scene.network &&
      known.scene.coloring.mode === scene.coloring.mode &&
      known.scene.coloring.alpha === scene.coloring.alpha
    const plan = known !== undefined && same ? known.plan : planScene(scene)
    planned = { scene, plan }
    return plan
  }

  function order(scene: PatternScene): void {
    latest = scene
    wanted = { scene, since: performance.now() }
    if (!working) drawing = work()
  }

  async function work(): Promise<void> {
    working = true
    while (await step());
    working = false
  }

  /** Draws what is wanted, or looks for the program on its way. @returns whether there was anything to do */
  async function step(): Promise<boolean> {
    if (own === undefined) return false
    try {
      if (wanted !== undefined) await draw(own, wanted)
      else if (own.programs.coming()) await arrive(own)
      else return false
    } catch (error) {
      if (!gl!.isContextLost()) trouble.tell(error as Error)
    }
    return true
  }

  async function draw({ programs, painter }: NonNullable<typeof own>, { scene, since }: Order): Promise<void> {
    wanted = undefined
    const plan = planOf(scene)
    const program = await bestOf(programs, scene, plan)
    if (program === undefined) return
    const { width, height } = canvas
    const painting: Painting = { scene, plan, program, frame: { width, height, samples: scene.plane.samples } }
    const tell = (stage: DrawnPicture['stage'], { frame }: Painting): void =>
      ready.tell({
        scene,
        stage,
        width: frame.width,
        height: frame.height,
        milliseconds: performance.now() - since,
      })
    const started = performance.now()
    const coarse = coarseFrame(painting.frame, painter.expected(painting))
    if (coarse !== undefined) {
      const sketch = { ...painting, frame: coarse }
      await painter.sketch(sketch)
      tell('first', sketch)
      if (wanted !== undefined) return
    }
    const sketched = coarse !== undefined
    if (
      !(await painter.finish(painting, {
        sketched,
        enough: () => own === undefined || (sketched && wanted !== undefined),
      }))
    )
      return
    drawn.program = program.kind
    drawn.frame = performance.now() - started
    drawn.frames++
    tell('full', painting)
    if (program.kind === 'interpreter' && wanted === undefined) programs.compile(scene, plan)
  }

  /** The best program; undefined when another scene came while there was none. */
  async function bestOf(
    programs: Programs,
    scene: PatternScene,
    plan: ShaderPlan,
  ): Promise<SceneProgram | undefined> {
    for (;;) {
      const program = programs.best(scene, plan)
      if (program !== undefined) return program
      await moment()
      if (wanted !== undefined || gl!.isContextLost()) return undefined
    }
  }

  /** Waits a moment for the program on its way. */
  async function arrive({ programs, painter }: NonNullable<typeof own>): Promise<void> {
    const arrival = programs.arrived()
    if (arrival === undefined) await moment()
    else await painter.warm({ ...arrival, frame: { width: canvas.width, height: canvas.height, samples: 1 } })
  }

  const lost = (event: Event): void => {
    // Without this it never comes back.
    event.preventDefault()
    own = undefined
  }
  const restored = (): void => {
    own = { programs: createPrograms(gl), painter: createPainter(gl) }
    if (latest !== undefined) order(latest)
  }
  canvas.addEventListener('webglcontextlost', lost)
  canvas.addEventListener('webglcontextrestored', restored)
  restored()

  return {
    show: order,
    resize(width, height) {
      canvas.width = Math.max(1, width)
      canvas.height = Math.max(1, height)
      own?.painter.present()
      if (latest !== undefined) order(latest)
    },
    onReady: ready.add,
    onTrouble: trouble.add,
    stats: () => ({ path: 'webgl', why: 'It was asked for.', ...drawn }),
    dispose() {
      canvas.removeEventListener('webglcontextlost', lost)
      canvas.removeEventListener('webglcontextrestored', restored)
      wanted = undefined
      const { programs, painter } = own ?? {}
      own = undefined
      void drawing.finally(() => {
        programs?.dispose()
        painter?.dispose()
      })
    },
  }
}

const attributes: WebGLContextAttributes = {
  premultipliedAlpha: false,
  antialias: false,
  depth: false,
  powerPreference: 'high-performance',
}
