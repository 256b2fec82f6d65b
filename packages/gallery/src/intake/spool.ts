/**
 * Where submissions wait until they are taken in, on the disk, so that none is lost that was acknowledged:
 *
 * - `incoming/<random>/` is being written. Whoever opens the spool sweeps what was cut off; a lock sees to it that one does.
 * - `waiting/<id>/` was acknowledged: `picture`, and `draft.json` with the rest. A folder comes here in one step (a rename)
 *   after its files and names were flushed, and the acknowledgement after that. `begun` gains a byte each time that taking in
 *   begins: what began before and came to no end may be what ended the process, and lets all others go first.
 * - `done/<id>.json` says what became of it. It is written before the folder in `waiting` is removed; whoever was killed
 *   between the two does the second again. What was being taken in is taken in again, which Git makes happen once.
 */
import { randomBytes } from 'node:crypto'
import { appendFile, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { takeLock } from '@reverie/collection/node'
import { writeFileAtomic } from '@reverie/recipe/node'
import { z } from 'zod'
import { problemCodes, type ProblemCode } from '../problem.ts'
import { channels, type Draft, type Outcome } from './draft.ts'

const draftSchema = z.object({
  channel: z.enum(channels),
  key: z.string(),
  at: z.number().optional(),
  keys: z.record(z.string(), z.unknown()),
  body: z.string(),
  picture: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('file'), name: z.string() }),
      z.object({ kind: z.literal('address'), address: z.string() }),
    ])
    .optional(),
  source: z.string().optional(),
})

const flawSchema = z.object({
  key: z.string().optional(),
  code: z.enum(Object.keys(problemCodes) as [ProblemCode, ...ProblemCode[]]),
  message: z.string(),
  fix: z.string(),
})
const outcomeSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('taken'), branch: z.string(), uid: z.string(), commit: z.string() }),
  z.object({ state: z.literal('there'), branch: z.string().optional() }),
  z.object({ state: z.literal('refused'), flaws: z.array(flawSchema) }),
])

/** Identifiers are names of files, and secret enough to be addresses of receipts. */
const idPattern = /^[0-9a-f]{32}$/

/** How long it is known what became of a submission, in milliseconds: 30 days. */
const kept = 30 * 24 * 60 * 60 * 1000

/** A place for an upload. */
interface Upload {
  /** Where its picture is written to. */
  readonly picture: string
  /** Makes it a submission that waits. The picture's file has been closed. @returns whether it is new */
  accept(id: string, draft: Draft): Promise<boolean>
  discard(): Promise<void>
}

/** Submissions on the disk. */
export interface Spool {
  readonly folder: string
  /** A folder for temporary files, which is empty at first. */
  readonly place: string
  begin(): Promise<Upload>
  /** Of all that wait: what has begun least often first, then in the order in which they came. */
  waiting(): Promise<{ readonly id: string; readonly begun: number }[]>
  /** A submission that waits, of which taking in begins. @throws Error when it is not there */
  read(id: string): Promise<Draft>
  /** Says what became of a submission, which waits no longer then. */
  settle(id: string, outcome: Outcome): Promise<void>
  /** How a submission stands; undefined for one that is not known. */
  stateOf(id: string): Promise<Outcome | { readonly state: 'waiting' } | undefined>
  /** Forgets what became of submissions long ago. */
  prune(now: number): Promise<void>
  close(): Promise<void>
}

/** A new identifier. */
export const newId = (): string => randomBytes(16).toString('hex')

/** Whether a text can be an identifier. */
export const isId = (text: unknown): text is string => typeof text === 'string' && idPattern.test(text)

/**
 * Opens a spool, and sweeps what was cut off.
 * @param folder is made
 * @throws CollectionError when another process has it open
 */
export async function openSpool(folder: string): Promise<Spool> {
  const [incoming, waiting, done, place] = ['incoming', 'waiting', 'done', 'tmp'].map((name) =>
    join(folder, name),
  ) as [string, string, string, string]
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const lock = await takeLock(folder, 'this spool')
  for (const each of [incoming, place]) await rm(each, { recursive: true, force: true })
  for (const each of [incoming, waiting, done, place]) await mkdir(each, { recursive: true, mode: 0o700 })
  const outcomeOf = async (id: string): Promise<Outcome | undefined> => {
    const text = await readFile(join(done, `${id}.json`), 'utf8').catch(() => undefined)
    return text === undefined ? undefined : (outcomeSchema.parse(JSON.parse(text)) as Outcome)
  }
  const isWaiting = async (id: string): Promise<boolean> =>
    (await stat(join(waiting, id)).catch(() => undefined)) !== undefined
  const spool: Spool = {
    folder,
    place,
    close: () => lock.release(),
    begin: async () => {
      const own = join(incoming, randomBytes(8).toString('hex'))
      await mkdir(own, { mode: 0o700 })
      const discard = async (): Promise<void> => rm(own, { recursive: true, force: true })
      return {
        picture: join(own, 'picture'),
        discard,
        accept: async (id, draft) => {
          if (!idPattern.test(id)) throw new Error(`"${id}" is no identifier of a submission.`)
          if ((await isWaiting(id)) || (await outcomeOf(id)) !== undefined) {
            await discard()
            return false
          }
          await writeFileAtomic(join(own, 'draft.json'), new TextEncoder().encode(textOf(draft)))
          await flush(own)
          try {
            await rename(own, join(waiting, id))
          } catch (error) {
            // The same was sent twice at once, and the other was quicker.
            if (!(await isWaiting(id))) throw error
            await discard()
            return false
          }
          await flush(waiting)
          return true
        },
      }
    },
    waiting: async () => {
      const found: { id: string; came: number; begun: number }[] = []
      for (const id of (await readdir(waiting)).filter(isId)) {
        if ((await outcomeOf(id)) !== undefined) await rm(join(waiting, id), { recursive: true, force: true })
        else {
          const { mtimeMs: came } = await stat(join(waiting, id, 'draft.json'))
          const begun = (await stat(join(waiting, id, 'begun')).catch(() => undefined))?.size ?? 0
          found.push({ id, came, begun })
        }
      }
      return found.toSorted(
        (one, other) => one.begun - other.begun || one.came - other.came || (one.id < other.id ? -1 : 1),
      )
    },
    read: async (id) => {
      await appendFile(join(waiting, id, 'begun'), '.')
      const { picture, at, ...draft } = draftSchema.parse(
        JSON.parse(await readFile(join(waiting, id, 'draft.json'), 'utf8')),
      )
      if (picture?.kind !== 'file') return { ...draft, at, picture }
      const bytes = new Uint8Array(await readFile(join(waiting, id, 'picture')))
      return { ...draft, at, picture: { kind: 'bytes', bytes, name: picture.name } }
    },
    settle: async (id, outcome) => {
      await writeFileAtomic(join(done, `${id}.json`), new TextEncoder().encode(`${JSON.stringify(outcome)}\n`))
      await flush(done)
      await rm(join(waiting, id), { recursive: true, force: true })
    },
    stateOf: async (id) => {
      if (!isId(id)) return undefined
      const outcome = await outcomeOf(id)
      return outcome ?? ((await isWaiting(id)) ? { state: 'waiting' } : undefined)
    },
    prune: async (now) => {
      for (const name of await readdir(done)) {
        const facts = await stat(join(done, name)).catch(() => undefined)
        if (facts !== undefined && now - facts.mtimeMs > kept) await rm(join(done, name), { force: true })
      }
    },
  }
  return spool
}

/** The draft without the picture's bytes, which are a file. */
function textOf({ picture, ...draft }: Draft): string {
  const named = picture?.kind === 'bytes' ? { kind: 'file', name: picture.name } : picture
  return `${JSON.stringify({ ...draft, picture: named })}\n`
}

/** Brings a folder's names to the disk. */
async function flush(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
