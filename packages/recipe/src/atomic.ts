/**
 * Files and folders that are there whole or not at all. They are made under a temporary name in the same folder and take
 * the final name in one step (POSIX rename, which replaces), so that a failure, an interrupt or a crash leaves the old one
 * or the new one.
 *
 * A failure and the end of the process remove what is half-made. A process that was killed cannot, so the temporary name
 * tells the machine and the process that wrote it: whoever next writes into the same folder removes what belongs to no
 * running process. A folder that is in the way of a new one is moved aside for a moment; who was killed in that moment has it
 * put back.
 */
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'

const suffix = '.reverie-part'
const asideSuffix = '.reverie-aside'
const host = createHash('sha256').update(hostname()).digest('hex').slice(0, 8)
const started = Date.now() - performance.now()
const day = 24 * 60 * 60 * 1000

// A signal is the whole process's, so what must go when one comes is known to the process as a whole.
const pending = new Set<string>()
const swept = new Set<string>()
const moved = new Set<string>()
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Lets `write` make a file or a folder under a temporary name, which keeps no extension, and gives it its name when that
 * has succeeded. What stood there before stays until then. Makes the folder that it stands in.
 * @param write flushes if what it made must survive a power failure
 * @throws what `write` threw, and the file system's errors; nothing is left behind then
 */
export async function atomically<T>(path: string, write: (temporary: string) => Promise<T>): Promise<T> {
  const target = resolve(path)
  const folder = dirname(target)
  await mkdir(folder, { recursive: true })
  // Once a process: in a folder of ten thousand frames, looking at all names for each frame would take longer than the frames.
  if (!swept.has(folder)) removeAbandoned(folder)
  swept.add(folder)
  const temporary = temporaryName(target)
  watch(temporary)
  try {
    const result = await write(temporary)
    await replace(temporary, target)
    return result
  } catch (error) {
    await rm(temporary, { recursive: true, force: true })
    throw error
  } finally {
    unwatch(temporary)
  }
}

/**
 * Writes a file so that it appears whole or not at all, even if the power fails. Makes its folder.
 * @param data the bytes, or pieces of them in order
 * @throws the file system's error; the temporary file is gone then
 */
export async function writeFileAtomic(
  path: string,
  data: Uint8Array | AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<void> {
  await atomically(path, async (temporary) => {
    const file = await open(temporary, 'wx')
    try {
      if (data instanceof Uint8Array) await file.writeFile(data)
      else for await (const piece of data) await file.writeFile(piece)
      await file.sync()
    } finally {
      await file.close()
    }
  })
}

/** A temporary name beside `path`. Names are limited to 255 bytes on most disks, and forty characters are at most 160. */
function temporaryName(path: string): string {
  return join(dirname(path), `.${basename(path).slice(0, 40)}.${token()}${suffix}`)
}

/** The name of a folder that is moved aside, which tells its own whole, unless that is too long for it. */
function asideName(path: string): string {
  const name = `.${basename(path)}.${token()}${asideSuffix}`
  return Buffer.byteLength(name) > 255 ? temporaryName(path) : join(dirname(path), name)
}

const token = (): string => `${host}-${process.pid}-${randomBytes(4).toString('hex')}`

/** Renames; a folder that is in the way is moved aside first, because a rename does not replace one that holds files. */
async function replace(from: string, to: string): Promise<void> {
  const found = await stat(to).catch(() => undefined)
  if (found?.isDirectory() !== true) return rename(from, to)
  const aside = asideName(to)
  moved.add(aside)
  try {
    await rename(to, aside)
    try {
      await rename(from, to)
    } catch (error) {
      await rename(aside, to)
      throw error
    }
    await rm(aside, { recursive: true, force: true })
  } finally {
    moved.delete(aside)
  }
}

/**
 * Puts back the folders of a folder that processes of this machine had moved aside when they were killed, and removes those
 * whose places were taken since. Writing into the folder does that too; who looks at what is there first calls this.
 */
export function putBack(folder: string): void {
  for (const name of namesIn(folder)) {
    const [, own, theirHost, pid] = /^\.(.+)\.([0-9a-f]{8})-(\d+)-[0-9a-f]{8}\.reverie-aside$/.exec(name) ?? []
    const path = join(folder, name)
    if (own === undefined || theirHost !== host || moved.has(path) || isRunning(Number(pid))) continue
    if (existsSync(join(folder, own))) rmSync(path, { recursive: true, force: true })
    else renameSync(path, join(folder, own))
  }
}

/** Removes what processes of this machine left that have ended, and what others left and nobody touched for a day. */
function removeAbandoned(folder: string): void {
  putBack(folder)
  for (const name of namesIn(folder)) {
    const [, theirHost, pid] = /\.([0-9a-f]{8})-(\d+)-[0-9a-f]{8}\.reverie-part$/.exec(name) ?? []
    if (theirHost === undefined) continue
    const path = join(folder, name)
    const touched = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
    const here = theirHost === host
    const mine = here && Number(pid) === process.pid && touched >= started - 1000
    const ended = here && !isRunning(Number(pid))
    if (!mine && (ended || Date.now() - touched > day)) rmSync(path, { recursive: true, force: true })
  }
}

/** A folder that may be written to need not be one that may be read. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** Whether another process has this number. What one with our own number left is an earlier one's: numbers are given again. */
function isRunning(pid: number): boolean {
  if (pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function watch(path: string): void {
  if (pending.size === 0) {
    for (const signal of signals) process.on(signal, interrupted)
    process.on('exit', removePending)
  }
  pending.add(path)
}

function unwatch(path: string): void {
  pending.delete(path)
  if (pending.size === 0) {
    for (const signal of signals) process.off(signal, interrupted)
    process.off('exit', removePending)
  }
}

function interrupted(signal: NodeJS.Signals): void {
  // Who listens too may let the work end in its own way; what is left when the process exits is removed then.
  if (process.listenerCount(signal) > 1) return
  removePending()
  // Having a listener switched the signal's own effect off.
  process.off(signal, interrupted)
  process.kill(process.pid, signal)
}

function removePending(): void {
  for (const path of pending) rmSync(path, { recursive: true, force: true })
}
