/** What the page of a review knows: the works as they were last seen, their problems, and which bytes may be served. */
import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { checkGallery } from '../../check/check.ts'
import type { Problem } from '../../problem.ts'
import { openReview, type Review, type ReviewWork } from '../review.ts'

/** What the check has come to: it runs beside the page. */
export type CheckState =
  | { readonly state: 'running' }
  | { readonly state: 'failed'; readonly why: string }
  | { readonly state: 'done'; readonly problems: readonly Problem[] }

/** A review that goes on. */
export interface Session {
  readonly review: () => Review
  readonly check: () => CheckState
  /** Reads a work again, as it is now. */
  readonly look: (uid: string) => Promise<ReviewWork | undefined>
  /** Reads everything again, and checks it. */
  readonly again: () => Promise<void>
  /** Bytes of a work that is reviewed, by their hash; undefined when they are not there any more. */
  readonly bytes: (sha256: string) => Promise<{ path: string; bytes: Buffer } | undefined>
  /** Waits until the check has ended. */
  readonly close: () => Promise<void>
}

/**
 * Begins a review.
 * @throws GalleryError when the folder is no gallery
 */
export async function openSession(folder: string): Promise<Session> {
  const ending = new AbortController()
  const options = { folder, signal: ending.signal }
  let review = await openReview(options)
  let check: CheckState = { state: 'running' }
  let running: Promise<void> = Promise.resolve()
  const checkAgain = (): void => {
    check = { state: 'running' }
    running = afterwards(running)
  }
  async function afterwards(before: Promise<void>): Promise<void> {
    await before
    try {
      const { problems } = await checkGallery(options)
      check = { state: 'done', problems }
    } catch (error) {
      check = { state: 'failed', why: error instanceof Error ? error.message : String(error) }
    }
  }
  checkAgain()
  return {
    review: () => review,
    check: () => check,
    look: async (uid) => {
      const { works } = await openReview({ ...options, wanted: (each) => each === uid })
      const found = works[0]
      const others = review.works.filter((each) => each.uid !== uid)
      const at = review.works.findIndex((each) => each.uid === uid)
      const all = found === undefined ? others : others.toSpliced(at < 0 ? others.length : at, 0, found)
      review = { ...review, works: all }
      return found
    },
    again: async () => {
      review = await openReview(options)
      checkAgain()
    },
    bytes: async (sha256) => {
      for (const { files } of review.works)
        for (const [path, hash] of Object.entries(files)) {
          if (hash !== sha256 || path.endsWith('.md') || path.endsWith('.json')) continue
          const bytes = await readExactly(join(review.root, path), sha256)
          if (bytes !== undefined) return { path, bytes }
        }
      return undefined
    },
    close: async () => {
      ending.abort()
      await running
    },
  }
}

/** What is shown is what is decided about: bytes of another hash are not. */
async function readExactly(place: string, sha256: string): Promise<Buffer | undefined> {
  const file = await open(place, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
    () => undefined,
  )
  if (file === undefined) return undefined
  try {
    if (!(await file.stat()).isFile()) return undefined
    const bytes = await file.readFile()
    return createHash('sha256').update(bytes).digest('hex') === sha256 ? bytes : undefined
  } finally {
    await file.close()
  }
}

/** What the check finds wrong with a work. */
export const problemsOf = (check: CheckState, uid: string): readonly Problem[] =>
  check.state === 'done'
    ? check.problems.filter(({ file }) => file.replace(/^.*\//, '').replace(/\.[^.]*$/, '') === uid)
    : []
