/** The processor of this machine, as far as ONNX Runtime's kernels depend on it. */
import { readFileSync } from 'node:fs'
import { arch, availableParallelism, cpus, platform } from 'node:os'

/** Instruction sets by which MLAS, ONNX Runtime's kernel library, chooses its kernels (names of /proc/cpuinfo). */
const DECISIVE = new Set(
  'sse4_1 avx avx2 fma f16c avx_vnni avx512f avx512bw avx512dq avx512vl avx512_vnni avx512_bf16 avx512_fp16 amx_tile amx_int8 amx_bf16 asimd asimdhp asimddp i8mm bf16 sve sve2 sme'.split(
    ' ',
  ),
)

export interface Cpu {
  readonly platform: string
  readonly model: string
  /** Space-separated, sorted; empty where the system does not tell. */
  readonly features: string
  /** Physical cores that this process may use: threads that share a core slow convolutions down. */
  readonly cores: number
}

/** Describes the processor. Linux tells most; elsewhere the model stands for its features. */
export function describeCpu(): Cpu {
  const logical = availableParallelism()
  const info = readCpuInfo()
  const flags = info.match(/^(?:flags|Features)\s*:\s*(.*)$/m)?.[1] ?? ''
  const blocks = info.split(/\n\s*\n/).filter((block) => /^processor\s*:/m.test(block))
  const places = new Set(blocks.map((block) => `${field(block, 'physical id')}/${field(block, 'core id')}`))
  // One nameless place stands for all cores where a virtual machine or an ARM kernel does not number them.
  const physical = places.size > 1 ? Math.ceil((logical * places.size) / blocks.length) : logical
  return {
    platform: `${platform()}-${arch()}`,
    model: cpus()[0]?.model.trim() ?? 'unknown',
    features: [...new Set(flags.split(/\s+/).filter((flag) => DECISIVE.has(flag)))].sort().join(' '),
    cores: Math.max(1, physical),
  }
}

const field = (block: string, name: string): string =>
  block.match(new RegExp(`^${name}\\s*:\\s*(.*)$`, 'm'))?.[1] ?? ''

function readCpuInfo(): string {
  try {
    return readFileSync('/proc/cpuinfo', 'utf8')
  } catch {
    return '' // Not Linux.
  }
}
