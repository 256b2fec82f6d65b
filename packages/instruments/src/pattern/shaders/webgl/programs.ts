/**
 * The programs of one WebGL context: interpreters by their room, and scenes' own shaders, compiled in the background and
 * kept while they are used.
 */
import { InstrumentError } from '../../../instrument.ts'
import type { PatternScene } from '../../scene.ts'
import { capacityOf } from '../interpreter.ts'
import { slotsOf } from '../interpreter-program.ts'
import { programKey } from '../program-key.ts'
import type { ShaderPlan } from '../plan.ts'
import { compiledFragment, interpreterFragment, movingBias } from './fragments.ts'
import { link, type Linking } from './link.ts'
import { compiledProgram, interpreterProgram, type SceneProgram } from './scene-programs.ts'

/** Compilers' time grows with a text's length, some of them faster: networks beyond this stay with the interpreter. */
const mostMultiplications = 20_000
/** Uniforms of a fragment shader are 224 vec4 at least, of which some are the plane's. */
const mostBias = 200 * 4
/** Scenes' own programs that are kept. */
const kept = 8

/** A program that has come. */
interface Arrival {
  readonly program: SceneProgram
  readonly scene: PatternScene
  readonly plan: ShaderPlan
}

/** Programs that draw scenes. */
export interface Programs {
  /**
   * The best program that is ready for a scene; undefined until the interpreter is compiled. A scene that comes twice with
   * the same weights is worth a program of its own, which is then begun.
   * @throws InstrumentError when no program can draw the scene; Error when a driver refuses the interpreter
   */
  best(scene: PatternScene, plan: ShaderPlan): SceneProgram | undefined
  /** Begins to compile a scene's own program, unless another is on its way. */
  compile(scene: PatternScene, plan: ShaderPlan): void
  /** Whether a program is on its way. */
  coming(): boolean
  /** The program that was on its way, if it has come, with the scene that it was made for. */
  arrived(): Arrival | undefined
  dispose(): void
}

/** No programs yet. */
export function createPrograms(gl: WebGL2RenderingContext): Programs {
  const interpreters = new Map<number, Linking | SceneProgram>()
  const own = new Map<string, SceneProgram | 'refused'>()
  // On a page whose browser compiles while one waits, a scene's own shader would hold the page.
  const waits = gl.getExtension('KHR_parallel_shader_compile') === null && 'document' in globalThis
  let coming: (Omit<Arrival, 'program'> & { readonly key: string; readonly linking: Linking }) | undefined
  let previous: string | undefined

  function interpreter(plan: ShaderPlan): SceneProgram | undefined {
    const { slots } = slotsOf(plan)
    const capacity = capacityOf(slots)
    if (capacity === undefined)
      throw new InstrumentError(
        `The network keeps ${slots * 4} values of a pixel, more than a shader can: take fewer units, less depth, or no dense skips.`,
      )
    const entry = interpreters.get(capacity) ?? link(gl, interpreterFragment(capacity))
    interpreters.set(capacity, entry)
    if ('load' in entry) return entry
    if (!entry.ready()) return undefined
    const program = interpreterProgram(gl, entry.finish())
    interpreters.set(capacity, program)
    return program
  }

  function keep(key: string, program: SceneProgram | 'refused'): void {
    own.set(key, program)
    for (const [oldest, old] of own) {
      if (own.size <= kept) break
      own.delete(oldest)
      if (old !== 'refused') old.dispose()
    }
  }

  function begin(key: string, scene: PatternScene, plan: ShaderPlan): void {
    const large = plan.multiplications > mostMultiplications || movingBias(plan, scene.latents).length > mostBias
    if (coming !== undefined || large || waits || own.has(key)) return
    coming = { key, scene, plan, linking: link(gl, compiledFragment(scene, plan)) }
  }

  function arrived(): Arrival | undefined {
    if (coming === undefined || !coming.linking.ready()) return undefined
    const { key, scene, plan, linking } = coming
    coming = undefined
    try {
      const program = compiledProgram(gl, linking.finish())
      keep(key, program)
      return { program, scene, plan }
    } catch {
      // The interpreter draws it as well.
      linking.dispose()
      keep(key, 'refused')
      return undefined
    }
  }

  return {
    best(scene, plan) {
      arrived()
      const key = programKey(scene, plan)
      if (key === previous) begin(key, scene, plan)
      previous = key
      const found = own.get(key)
      if (found === undefined || found === 'refused') return interpreter(plan)
      own.delete(key)
      own.set(key, found)
      return found
    },
    compile: (scene, plan) => begin(programKey(scene, plan), scene, plan),
    coming: () => coming !== undefined,
    arrived,
    dispose() {
      for (const entry of [...interpreters.values(), ...own.values()]) if (entry !== 'refused') entry.dispose()
      coming?.linking.dispose()
      interpreters.clear()
      own.clear()
    },
  }
}
