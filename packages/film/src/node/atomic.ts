/**
 * Files and folders that appear whole or not at all: they are written under a temporary name in the same folder and
 * then renamed. The name tells the machine and process that writes it, so that what a killed process left can be told
 * from what another one is writing at this moment, and be removed.
 */
import { createHash, randomBytes } from 'node:crypto'
import { readdirSync, rmSync, statSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'

const suffix = '.reverie-part'
const host = createHash('sha256').update(hostname()).digest('hex').slice(0, 8)
const started = Date.now() - performance.now()
const day = 24 * 60 * 60 * 1000

/** A temporary name beside `path`. It begins with a dot and keeps no extension. */
export function temporaryName(path: string): string {
  const token = `${host}-${process.pid}-${randomBytes(4).toString('hex')}`
  return join(dirname(path), `.${basename(path)}.${token}${suffix}`)
}

/**
 * Lets `write` make a file or a folder under a temporary name and gives it its name when that has succeeded. What
 * stood there before stays until then. Folders on the way are made. When `write` fails, nothing is left behind.
 */
export async function atomically<T>(path: string, write: (temporary: string) => Promise<T>): Promise<T> {
  const target = resolve(path)
  await mkdir(dirname(target), { recursive: true })
  const temporary = temporaryName(target)
  try {
    const result = await write(temporary)
    await replace(temporary, target)
    return result
  } catch (error) {
    await rm(temporary, { recursive: true, force: true })
    throw error
  }
}

/** Renames; a folder that is in the way is moved aside first, because a rename does not replace one that holds files. */
async function replace(from: string, to: string): Promise<void> {
  const aside = temporaryName(to)
  const moved = statSync(to, { throwIfNoEntry: false })?.isDirectory() === true
  if (moved) await rename(to, aside)
  try {
    await rename(from, to)
  } catch (error) {
    if (moved) await rename(aside, to)
    throw error
  }
  if (moved) await rm(aside, { recursive: true, force: true })
}

/**
 * Removes temporary files from a folder, at once and synchronously, so that it can be done while a process ends.
 *
 * @param whose `mine`: those of this process. `dead`: those of processes of this machine that have ended, and any that
 *   nobody touched for a day.
 */
export function removeTemporary(folder: string, whose: 'mine' | 'dead'): void {
  for (const name of namesIn(folder)) {
    const [, theirHost, pid] = /\.([0-9a-f]{8})-(\d+)-[0-9a-f]{8}\.reverie-part$/.exec(name) ?? []
    if (theirHost === undefined) continue
    const path = join(folder, name)
    const touched = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
    const own = theirHost === host && Number(pid) === process.pid && touched >= started - 1000
    const dead = theirHost === host && !own && !isRunning(Number(pid))
    if (whose === 'mine' ? own : !own && (dead || Date.now() - touched > day))
      rmSync(path, { recursive: true, force: true })
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** Whether a process runs. A process with our own number is ourselves, so what it left is another's with a used-up number. */
function isRunning(pid: number): boolean {
  if (pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
