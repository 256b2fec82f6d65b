/** ONNX Runtime's own record of kernel times: a file of Chrome trace events that it writes when asked to end. */
import { mkdtempSync } from 'node:fs'
import { readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type * as ort from 'onnxruntime-common'
import type { Backend } from './compile.ts'
import type { KernelTime } from './runtime.ts'

interface TraceEvent {
  readonly cat?: string
  readonly name?: string
  /** Microseconds. */
  readonly dur?: number
  readonly args?: { readonly op_name?: string }
}

/** Records kernel times through files in the system's temporary folder, which are read once and deleted. */
export function createProfiler(): NonNullable<Backend['profiler']> {
  let folder = ''
  const folders = new WeakMap<ort.InferenceSession, string>()
  return {
    start() {
      folder = mkdtempSync(join(tmpdir(), 'reverie-profile-'))
      return { enableProfiling: true, profileFilePrefix: join(folder, 'trace') }
    },
    opened(session) {
      folders.set(session, folder)
    },
    async finish(session) {
      const where = folders.get(session)!
      session.endProfiling()
      const [file] = await readdir(where)
      const events = JSON.parse(await readFile(join(where, file!), 'utf8')) as TraceEvent[]
      await rm(where, { recursive: true })
      return sumByOp(events)
    },
  }
}

/** Kernel times by op, longest first. */
function sumByOp(events: readonly TraceEvent[]): KernelTime[] {
  const sums = new Map<string, { op: string; calls: number; milliseconds: number }>()
  for (const { cat, name, dur, args } of events) {
    const op = args?.op_name
    if (cat !== 'Node' || op === undefined || !name?.endsWith('_kernel_time')) continue
    const sum = sums.get(op) ?? { op, calls: 0, milliseconds: 0 }
    sums.set(op, sum)
    sum.calls++
    sum.milliseconds += (dur ?? 0) / 1000
  }
  return [...sums.values()].sort((one, other) => other.milliseconds - one.milliseconds)
}
