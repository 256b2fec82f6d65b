/**
 * The same step in PyTorch, where the system's Python has it (`apt-get install python3-torch` on Debian). It runs in a process
 * of its own, which waits while the others' turns are on.
 */
import { spawn, spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { intOf, intsOf, stringOf, type Graph, type Node, type Tensor } from '@reverie/graph'

const python = '/usr/bin/python3'
const script = fileURLToPath(new URL('pytorch.py', import.meta.url))

/** A network in a process of PyTorch. */
export interface TorchNetwork {
  readonly version: string
  /** Norm of the gradient that it computes: both sides must mean the same step. */
  readonly slope: number
  readonly run: (what: 'forward' | 'step') => Promise<void>
  readonly close: () => Promise<void>
}

/** Whether there is a PyTorch. */
export function hasTorch(): boolean {
  return spawnSync(python, ['-c', 'import torch'], { stdio: 'ignore' }).status === 0
}

/** Starts the network in PyTorch. @param layout of its tensors in memory */
export async function startTorch(
  graph: Graph,
  picture: Tensor,
  layers: readonly string[],
  layout: 'channels-last' | 'contiguous',
): Promise<TorchNetwork> {
  const folder = await mkdtemp(join(tmpdir(), 'reverie-torch-'))
  await writeGraph(folder, graph, picture, layers)
  const child = spawn(python, [script, folder, layout], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async (): Promise<string> => {
    const { done, value } = await lines.next()
    if (done === true) throw new Error('PyTorch ended early: see above.')
    return value
  }
  const { version, slope } = JSON.parse(await next()) as { version: string; slope: number }
  return {
    version: `PyTorch ${version}, ${layout}`,
    slope,
    run: async (what) => {
      child.stdin.write(`${what}\n`)
      await next()
    },
    close: async () => {
      child.stdin.end()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function writeGraph(folder: string, graph: Graph, picture: Tensor, layers: readonly string[]): Promise<void> {
  const parts: Float32Array[] = []
  let length = 0
  const add = ({ shape, data }: Tensor): object => {
    const values = data as Float32Array
    parts.push(values)
    const entry = { offset: length, length: values.length, shape }
    length += values.length
    return entry
  }
  const weights = Object.fromEntries([...graph.initializers].map(([name, tensor]) => [name, add(tensor)]))
  const input = graph.inputs[0]!.name
  const nodes = graph.nodes.map(nodeOf)
  const text = JSON.stringify({ weights, picture: add(picture), input, nodes, layers })
  await writeFile(join(folder, 'graph.json'), text)
  await writeFile(
    join(folder, 'weights.bin'),
    Buffer.concat(parts.map((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength))),
  )
}

function nodeOf(node: Node): object {
  if (stringOf(node, 'auto_pad', 'NOTSET') !== 'NOTSET')
    throw new Error(`The comparison with PyTorch takes pads in numbers, and ${node.op} has auto_pad.`)
  return {
    op: node.op,
    inputs: node.inputs.filter((name) => name !== ''),
    output: node.outputs[0],
    strides: intsOf(node, 'strides') ?? [1, 1],
    pads: intsOf(node, 'pads') ?? [0, 0, 0, 0],
    kernel: intsOf(node, 'kernel_shape') ?? [1, 1],
    group: intOf(node, 'group', 1),
    axis: intOf(node, 'axis', 1),
    counts: intOf(node, 'count_include_pad', 0) === 1,
  }
}
