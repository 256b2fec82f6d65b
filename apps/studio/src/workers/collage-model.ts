/**
 * A collage that is followed through its edits. What its log says so far is kept step by step, so that one more edit costs
 * one more edit, and undoing costs nothing.
 */
import {
  applyEdit,
  collage,
  cutPlacements,
  foldEdits,
  geometryOf,
  groundOf,
  placementsOf,
  readCollageEdits,
  type CollageEdit,
  type CollageRequest,
  type CollageState,
  type Cut,
  type Geometry,
  type Host,
  type Placement,
} from '@reverie/instruments/web'

/** Where everything of a collage is. */
export interface Laid {
  readonly state: CollageState
  readonly geometry: Geometry
  /** From back to front. */
  readonly placements: readonly Placement[]
  readonly cuts: ReadonlyMap<string, Cut>
  /** Indices of the request's edits that are of pieces which are not there. */
  readonly void: readonly number[]
}

/** Follows collages. */
export interface Model {
  /**
   * Lays out a request with its collection, or goes on from the last one where it differs in edits only.
   *
   * @throws InstrumentError in sentences, the signal's reason
   */
  follow(request: CollageRequest, key: string): Promise<Laid>
}

interface Step {
  /** The edit as JSON. */
  readonly edit: string
  /** Undefined where the edit is of a piece that is not there. */
  readonly state: CollageState | undefined
}

/** Begins with nothing. */
export function createModel(host: Host): Model {
  let base: { readonly key: string; readonly gathered: CollageRequest; readonly state: CollageState } | undefined
  let steps: Step[] = []
  return {
    async follow(request, key) {
      const edits = readCollageEdits(request.edits)
      const isLaid = edits[0]?.type === 'arrange'
      const own = isLaid ? edits.slice(1) : edits
      if (base?.key !== key) {
        const gathered = await collage.gather!(
          { ...request, edits: isLaid ? request.edits!.slice(0, 1) : [] },
          host,
        )
        const ids = (gathered.pieces?.['pieces'] ?? []).map(({ sha256 }) => sha256.slice(0, 16))
        base = { key, gathered, state: foldEdits(readCollageEdits(gathered.edits), ids, groundOf(gathered)) }
        steps = []
      }
      // What does not move anything (colours, shadows) comes from the request as it is now.
      const asked = { ...request, pieces: base.gathered.pieces ?? {} }
      const ground = groundOf(asked)
      const same = own.findIndex((edit, index) => steps[index]?.edit !== JSON.stringify(edit))
      if (same >= 0) steps = steps.slice(0, same)
      else steps = steps.slice(0, own.length)
      for (const edit of own.slice(steps.length))
        steps.push({ edit: JSON.stringify(edit), state: attempt(lastOf(steps, base.state), edit, ground) })
      const state = lastOf(steps, base.state)
      const geometry = geometryOf(request.parameters)
      const all = placementsOf(state, request.parameters, geometry, request.seed, ground.mask)
      const missing = [...steps.keys()].filter((index) => steps[index]!.state === undefined)
      return {
        state,
        geometry,
        ...cutPlacements(all, request.parameters, geometry),
        void: missing.map((index) => index + (isLaid ? 1 : 0)),
      }
    },
  }
}

const lastOf = (steps: readonly Step[], first: CollageState): CollageState =>
  steps.findLast(({ state }) => state !== undefined)?.state ?? first

/** The collage after an edit; undefined where its piece is not there, as when another collage was made of the same log. */
function attempt(
  state: CollageState,
  edit: CollageEdit,
  ground: ReturnType<typeof groundOf>,
): CollageState | undefined {
  const isThere = !('piece' in edit) || state.pieces.some(({ id }) => id === edit.piece)
  return isThere ? applyEdit(state, edit, ground) : undefined
}
