/** Pictures of pieces for a canvas: small ones first, larger ones where they are seen larger. Few are under way at once. */
import type { Collection, ThumbnailSide } from '@reverie/collection/web'

/** A picture that is wanted. */
interface Wanted {
  readonly id: string
  /** Pixels of the canvas that its longer side takes. */
  readonly side: number
}

/** The pictures of the pieces on the canvas. */
export interface Pictures {
  /** What there is of a piece. */
  of(id: string): ImageBitmap | undefined
  /** Wants these, the first most, and forgets others when there are too many. */
  want(list: readonly Wanted[]): void
  /** Ends what is under way, and lets go of all. */
  close(): void
}

const sides: readonly ThumbnailSide[] = [64, 128, 256, 512]
const atOnce = 8
/** Pixels of all pictures that are kept for later: 64 MB. */
const most = 16_000_000

/** Begins with none. @param come told when pictures have come: how many of those that are wanted are there */
export function createPictures(
  collection: Promise<Collection>,
  come: (come: number, total: number) => void,
): Pictures {
  const kept = new Map<string, { readonly bitmap: ImageBitmap; readonly side: number }>()
  const failed = new Set<string>()
  let queue: { readonly id: string; readonly side: ThumbnailSide }[] = []
  let wanted: readonly Wanted[] = []
  let running = 0
  let isClosed = false
  const tell = () => come(wanted.filter(({ id }) => kept.has(id) || failed.has(id)).length, wanted.length)
  const next = () => {
    const one = queue.shift()
    if (!one || isClosed) return
    running += 1
    void load(one).finally(() => {
      running -= 1
      if (isClosed) return
      tell()
      next()
    })
  }
  const load = async ({ id, side }: { id: string; side: ThumbnailSide }) => {
    try {
      const bytes = await (await collection).thumbnail(id, side)
      const bitmap = await createImageBitmap(new Blob([bytes as Uint8Array<ArrayBuffer>]))
      if (isClosed) return
      kept.get(id)?.bitmap.close()
      kept.delete(id)
      kept.set(id, { bitmap, side })
    } catch {
      // A thumbnail that is gone leaves its place empty; collecting again makes it anew.
      failed.add(id)
    }
  }
  const forget = () => {
    const needed = new Set(wanted.map(({ id }) => id))
    let pixels = 0
    for (const { bitmap } of kept.values()) pixels += bitmap.width * bitmap.height
    for (const [id, { bitmap }] of kept) {
      if (pixels < most) return
      if (needed.has(id)) continue
      pixels -= bitmap.width * bitmap.height
      bitmap.close()
      kept.delete(id)
    }
  }
  return {
    of: (id) => kept.get(id)?.bitmap,
    want: (list) => {
      wanted = list
      const asked = list.map(({ id, side }) => ({ id, side: sides.find((one) => one >= side) ?? 512 }))
      const missing = asked.filter(({ id, side }) => !failed.has(id) && (kept.get(id)?.side ?? 0) < side)
      // What has nothing to show at all comes first.
      queue = [...missing.filter(({ id }) => !kept.has(id)), ...missing.filter(({ id }) => kept.has(id))]
      forget()
      tell()
      for (let free = atOnce - running; free > 0; free--) next()
    },
    close: () => {
      isClosed = true
      queue = []
      for (const { bitmap } of kept.values()) bitmap.close()
      kept.clear()
    },
  }
}
