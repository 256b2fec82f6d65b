/**
 * One run at a time: a file in the collection's folder tells who holds it. A process that was killed leaves it behind, so
 * it tells the machine, the process and, where the system says it, when that process began: a number alone is given again.
 */
import { randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { open, readFile, rm, stat, utimes } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { writeFileAtomic } from '@reverie/recipe/node'
import { CollectionError } from '../error.ts'

/** A lock that is held. */
export interface Lock {
  /** @throws CollectionError when somebody took it away */
  check(): Promise<void>
  release(): Promise<void>
}

interface Holder {
  readonly token: string
  readonly host: string
  readonly pid: number
  /** Of the process, as the system counts it; empty where it does not tell. */
  readonly began: string
}

/** A holder on another machine says every half minute that it is there; after ten minutes of silence it is not. */
const BEAT = 30_000
const SILENCE = 600_000
/** Taking over a lock is a matter of milliseconds. */
const TAKING = 5000

/**
 * Takes the lock of a collection, or of another folder that one process writes at a time.
 * @param folder is there
 * @param subject what it is called when it is taken: `Another run is writing …`
 * @throws CollectionError when another run holds it
 */
export async function takeLock(folder: string, subject = 'this collection'): Promise<Lock> {
  const path = join(folder, 'lock')
  const me: Holder = { token: randomUUID(), host: hostname(), pid: process.pid, began: beginningOf(process.pid) }
  if (!(await create(path, me))) await takeOver(path, me, subject)
  const beat = setInterval(() => void utimes(path, new Date(), new Date()).catch(() => undefined), BEAT)
  beat.unref()
  return {
    check: async () => {
      if ((await readHolder(path))?.token !== me.token)
        throw new CollectionError(`"${path}" was removed or changed while it was held: run it again.`)
    },
    release: async () => {
      clearInterval(beat)
      if ((await readHolder(path))?.token === me.token) await rm(path, { force: true })
    },
  }
}

async function create(path: string, holder: Holder): Promise<boolean> {
  try {
    writeFileSync(path, JSON.stringify(holder), { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Puts us in the place of one that is no more. A second file sees to it that of several who try only one does. */
async function takeOver(path: string, me: Holder, subject: string): Promise<void> {
  const taking = `${path}-taking`
  for (let tries = 0; ; tries++) {
    // oxlint-disable no-await-in-loop -- each try waits for what came of the one before
    const holder = await readHolder(path)
    if (holder !== undefined && (await isAlive(path, holder))) throw refusal(path, holder, subject)
    const handle = await open(taking, 'wx').catch(() => undefined)
    if (handle === undefined) {
      const age = Date.now() - ((await stat(taking).catch(() => undefined))?.mtimeMs ?? Date.now())
      if (age > TAKING) await rm(taking, { force: true })
      if (tries > 100) throw refusal(path, holder, subject)
      await wait(100)
      continue
    }
    try {
      const now = await readHolder(path)
      if (now?.token !== holder?.token) continue
      await writeFileAtomic(path, new TextEncoder().encode(JSON.stringify(me)))
      return
    } finally {
      await handle.close()
      await rm(taking, { force: true })
    }
    // oxlint-enable no-await-in-loop
  }
}

const refusal = (path: string, holder: Holder | undefined, subject: string): CollectionError =>
  new CollectionError(
    `Another run is writing ${subject}${holder === undefined ? '' : ` (process ${holder.pid} on ${holder.host})`}: ` +
      `wait until it has ended. If there is none, remove "${path}".`,
  )

/** Undefined when there is none, or it was cut off while it was written: such a one belongs to nobody. */
async function readHolder(path: string): Promise<Holder | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '')
  try {
    const { token, host, pid, began } = JSON.parse(text) as Partial<Holder>
    if (typeof token !== 'string' || typeof host !== 'string' || typeof pid !== 'number') return undefined
    return { token, host, pid, began: began ?? '' }
  } catch {
    return undefined
  }
}

async function isAlive(path: string, { host, pid, began }: Holder): Promise<boolean> {
  if (host !== hostname()) {
    const facts = await stat(path).catch(() => undefined)
    return facts !== undefined && Date.now() - facts.mtimeMs < SILENCE
  }
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  const now = beginningOf(pid)
  return now === '' || began === '' || now === began
}

/** When a process began, in ticks since the system did, after the system's own name for its present life. */
function beginningOf(pid: number): string {
  try {
    const facts = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The name in the second field may hold anything, so fields are counted from its end.
    const started = facts.slice(facts.lastIndexOf(')') + 2).split(' ')[19] ?? ''
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()}:${started}`
  } catch {
    return ''
  }
}
