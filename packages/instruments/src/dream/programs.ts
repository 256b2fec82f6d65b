/**
 * Compiled objectives, one for each size of tile, kept as long as they are worth their memory.
 *
 * A program holds the network's weights, packed for its kernels, and the activations of one tile (about 90 MB and
 * 0.6 kB a pixel for `inception`). Small programs are kept, since a film or a batch comes back to them with every
 * frame; while a large picture is worked, only the one in use is.
 */
import type { Graph } from '@reverie/graph'
import type { Program, Runtime } from '@reverie/runtime'
import type { Size } from './octaves.ts'

/** Programs by size. */
export interface Programs {
  /** The program for a tile of this size, compiled if need be. Valid until the next call. */
  at(size: Size): Promise<Program>
  /** Milliseconds spent on building and compiling so far. */
  readonly milliseconds: number
  /** Gives all programs back. */
  release(): Promise<void>
}

/** Pixels of all kept tiles together: the four octaves of a 512 × 512 picture, and a little more. */
const KEPT_PIXELS = 640_000

/**
 * @param build the graph for a size
 * @param key what, besides the size, the graph depends on: equal keys mean equal graphs
 */
export function createPrograms(
  runtime: Runtime,
  build: (size: Size) => Graph,
  key: string,
  now: () => number,
): Programs {
  const kept = new Map<string, { size: Size; program: Program }>()
  let milliseconds = 0

  const makeRoom = async (needed: number): Promise<void> => {
    for (const [name, { program }] of kept) {
      let sum = needed
      for (const other of kept.values()) sum += other.size.width * other.size.height
      if (sum <= KEPT_PIXELS) return
      kept.delete(name)
      await program.release()
    }
  }

  return {
    get milliseconds() {
      return milliseconds
    },
    async at(size) {
      const name = `${size.width}x${size.height}`
      const found = kept.get(name)
      if (found !== undefined) {
        // Last in the map is last used: the first is the one to go.
        kept.delete(name)
        kept.set(name, found)
        return found.program
      }
      await makeRoom(size.width * size.height)
      const start = now()
      const program = await runtime.compile(build(size), { key: `${key} ${name}` })
      milliseconds += now() - start
      kept.set(name, { size, program })
      return program
    },
    async release() {
      const programs = [...kept.values()]
      kept.clear()
      await Promise.all(programs.map(({ program }) => program.release()))
    },
  }
}
