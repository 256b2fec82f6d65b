/**
 * Files that are there whole or not at all. The bytes go to a temporary name in the same folder, are flushed to the
 * disk, and take the final name in one step (POSIX rename, which replaces). An interrupt, a full disk or a crash leaves
 * the old file or the new one; an interrupt and a failure also remove the temporary file.
 */
import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

// A signal is the whole process's, so what must go when one comes is known to the process as a whole.
const pending = new Set<string>()
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Writes a file so that it appears whole or not at all. Makes its folder.
 * @param data the bytes, or pieces of them in order
 * @throws the file system's error; the temporary file is gone then
 */
export async function writeFileAtomic(
  path: string,
  data: Uint8Array | AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<void> {
  await replaceFile(path, async (temporary) => {
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

/**
 * Lets `write` make a file under a temporary name in the same folder (with the same extension), then gives it its name.
 * For encoders that write files themselves; `write` flushes if it must survive a power failure.
 */
export async function replaceFile(path: string, write: (temporary: string) => Promise<void>): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  // Names are limited to 255 bytes on most disks; the end is kept, since encoders go by the extension.
  const temporary = join(dirname(path), `.${randomBytes(6).toString('hex')}.tmp-${basename(path).slice(-60)}`)
  watch(temporary)
  try {
    await write(temporary)
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  } finally {
    unwatch(temporary)
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
  removePending()
  // Having a listener switched the signal's own effect off. Where nobody else listens, it must still end the process.
  if (process.listenerCount(signal) === 1) {
    process.off(signal, interrupted)
    process.kill(process.pid, signal)
  }
}

function removePending(): void {
  for (const path of pending) rmSync(path, { force: true })
}
