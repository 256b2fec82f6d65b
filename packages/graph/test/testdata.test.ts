/**
 * Files that others made: all node models of ONNX's own test suite whose ops are supported are read, shape-inferred,
 * written again and run by ONNX Runtime, and the results compared with the outputs that come with them.
 */
import { env, InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node'
import { afterAll, describe, expect, it } from 'vitest'
import { cast, castTo, plainNumbers } from '../src/casts.ts'
import {
  check,
  GraphError,
  inferShapes,
  isStatic,
  readOnnx,
  writeOnnx,
  type Graph,
  type Tensor,
  type ValueInfo,
} from '../src/index.ts'
import { modelMessage } from '../src/onnx/messages.ts'
import { decode } from '../src/onnx/wire.ts'
import * as registry from '../src/ops/index.ts'
import { withdrawn } from '../src/withdrawn.ts'
import { differentInRuntime, notRunnable, notTensors } from './testdata.exceptions.ts'
import { findTestData, modelCases, tensorsOf, type ModelCase } from './testdata.ts'

// Its warnings about deprecated attributes in these files help nobody.
env.logLevel = 'error'

const data = findTestData()

if ('missing' in data) {
  const message = `ONNX's test models could not be had, so NONE of their cases ran: ${data.missing}.`
  console.error(`\n!!! ${message}\n`)
  describe('ONNX node models', () => {
    it.skipIf(!data.obtainable)('are there on Debian as root', () => expect.fail(message))
  })
} else {
  suite(modelCases(data.folder, 'node'))
  olderFiles([...modelCases(data.folder, 'pytorch-operator'), ...modelCases(data.folder, 'pytorch-converted')])
}

/** What a file uses, looked at without the reader. */
function contents({ bytes }: ModelCase): { ops: string[]; opset: number; ours: boolean } {
  const model = decode(modelMessage, bytes)
  const nodes = model.graph!.nodes
  const ops = nodes.map(({ domain, opType }) => (domain ? `${domain}.${opType}` : opType!))
  const opset = Number(model.opsets.find(({ domain }) => !domain)?.version ?? 0)
  return { ops, opset, ours: ops.every(isKnown) }
}

function isKnown(op: string): boolean {
  return Object.hasOwn(registry, op) || Object.hasOwn(withdrawn, op)
}

function suite(cases: readonly ModelCase[]): void {
  const counts = { run: 0, refusedByRuntime: 0, opset: 0, unsupported: 0, notTensors: 0 }
  const covered = new Set<string>()
  afterAll(() => {
    console.info(
      `ONNX node models: ${cases.length} in all. ${counts.run} of supported ops ran with the expected outputs, ` +
        `${counts.refusedByRuntime} more were read and written but ONNX Runtime's CPU provider cannot run them; refused with a ` +
        `sentence: ${counts.unsupported} of other ops, ${counts.opset} of opset 1 to 6, ${counts.notTensors} of values that are no tensors. ` +
        `${covered.size} ops covered.`,
    )
  })

  describe('ONNX node models', () => {
    for (const one of cases) {
      const { ops, opset, ours } = contents(one)
      if (!ours) {
        counts.unsupported++
        it(`${one.name}: refused, naming its ops`, () => {
          const message = messageOf(() => readOnnx(one.bytes))
          for (const op of ops.filter((op) => !isKnown(op))) expect(message).toContain(op)
        })
      } else if (opset < 7) {
        counts.opset++
        it(`${one.name}: refused, naming its opset`, () => {
          expect(messageOf(() => readOnnx(one.bytes))).toContain(`It is of opset ${opset}`)
        })
      } else if (notTensors.has(one.name)) {
        counts.notTensors++
        it(`${one.name}: refused, since its values are not tensors`, () => {
          expect(messageOf(() => readOnnx(one.bytes))).toMatch(/is of type (sequence|optional)/)
        })
      } else {
        it(one.name, async () => {
          for (const op of ops) covered.add(op)
          const ran = await roundTrip(one)
          counts[ran ? 'run' : 'refusedByRuntime']++
        })
      }
    }

    it('has no exception that no case needs', () => {
      const names = new Set(cases.map(({ name }) => name))
      for (const list of [notRunnable, notTensors, differentInRuntime]) {
        for (const name of list.keys()) expect(names).toContain(name)
      }
    })
  })
}

function olderFiles(cases: readonly ModelCase[]): void {
  const ofSix = cases.filter((one) => contents(one).opset === 6)
  it(`${ofSix.length} models converted from PyTorch: refused, since they are of opset 6`, () => {
    for (const { bytes } of ofSix) {
      expect(messageOf(() => readOnnx(bytes))).toContain('It is of opset 6: 7 to 22 are supported')
    }
  })
}

function messageOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof GraphError) return error.message
    throw error
  }
  return ''
}

/** @returns whether ONNX Runtime could run it. */
async function roundTrip(one: ModelCase): Promise<boolean> {
  const graph = readOnnx(one.bytes, { name: one.name })
  check(graph)
  const written = writeOnnx(graph)
  expect(readOnnx(written)).toEqual(graph)
  expect(writeOnnx(readOnnx(written))).toEqual(written)

  for (const set of one.sets) {
    const inputs = tensorsOf(set, 'input').map((value, index) => typed(value, graph.inputs[index]))
    const outputs = tensorsOf(set, 'output').map((value, index) => typed(value, graph.outputs[index]))
    checkShapes(graph, inputs, outputs)
    if (notRunnable.has(one.name)) {
      // The original file, so that a fault of the written one could not hide behind this list.
      await expect(run(one.bytes, graph, inputs)).rejects.toThrow('Could not find an implementation')
      return false
    }
    const plain = withoutBrainFloats(graph, inputs)
    const found = await run(plain.graph === graph ? written : writeOnnx(plain.graph), plain.graph, plain.inputs)
    const expected = differentInRuntime.has(one.name) ? await run(one.bytes, graph, inputs) : outputs
    compareAll(graph, found, expected)
    if (expected !== outputs) {
      expect(() => compareAll(graph, expected, outputs)).toThrow('where they differ')
    }
  }
  return true
}

/** ONNX's tools store bfloat16 tensors as uint16: NumPy has no such type. */
function typed(value: Tensor, info: ValueInfo | undefined): Tensor {
  return info?.type === 'bfloat16' && value.type === 'uint16' ? { ...value, type: 'bfloat16' } : value
}

/** Inferred shapes are true; with the inputs' contents known they are complete, and so is what can be evaluated. */
function checkShapes(graph: Graph, inputs: readonly Tensor[], outputs: readonly Tensor[]): void {
  const given = Object.fromEntries(graph.inputs.map(({ name }, index) => [name, inputs[index]!]))
  const shapes = Object.fromEntries(Object.entries(given).map(([name, { shape }]) => [name, shape]))
  const blind = inferShapes(graph, { shapes })
  const seeing = inferShapes(graph, { values: given })
  graph.outputs.forEach(({ name }, index) => {
    const expected = outputs[index]!
    for (const { types } of [blind, seeing]) {
      const { type, shape } = types.get(name)!
      expect(type, `type of "${name}"`).toBe(expected.type)
      if (shape === undefined) continue
      expect(shape.length, `rank of "${name}"`).toBe(expected.shape.length)
      const known = shape.map((size, axis) => (typeof size === 'number' ? size : expected.shape[axis]))
      expect(known, `shape of "${name}"`).toEqual(expected.shape)
    }
    expect(isStatic(seeing.types.get(name)!.shape), `"${name}" has a static shape`).toBe(true)
    const value = seeing.values.get(name)
    if (value !== undefined) compare(value, expected, `evaluated "${name}"`)
  })
}

function isBrain({ type }: ValueInfo): boolean {
  return type === 'bfloat16'
}

/** Marks an output that is bfloat16 in the file. */
const AS_FLOAT = '/as-float'

async function run(bytes: Uint8Array, graph: Graph, inputs: readonly Tensor[]): Promise<Tensor[]> {
  const session = await InferenceSession.create(bytes, { intraOpNumThreads: 1, logSeverityLevel: 4 })
  try {
    const feeds = graph.inputs.map(({ name }, index) => {
      const { type, shape, data } = inputs[index]!
      return [name, new OrtTensor(type as 'float32', data as Float32Array, shape)] as const
    })
    const results = await session.run(Object.fromEntries(feeds))
    return graph.outputs.map(({ name }) => {
      const { type, dims, data } = results[name]!
      const result = { type, shape: dims, data } as Tensor
      return name.endsWith(AS_FLOAT) ? cast(result, 'bfloat16')! : result
    })
  } finally {
    await session.release()
  }
}

/**
 * ONNX Runtime's JavaScript API has no bfloat16, so such inputs become constants of the graph and such outputs are
 * cast to float32.
 */
function withoutBrainFloats(graph: Graph, inputs: readonly Tensor[]): { graph: Graph; inputs: readonly Tensor[] } {
  if (![...graph.inputs, ...graph.outputs].some(isBrain)) return { graph, inputs }
  const constants = graph.inputs.flatMap((info, index) =>
    isBrain(info) ? [[info.name, inputs[index]!] as const] : [],
  )
  const casts = graph.outputs.filter(isBrain).map(({ name }) => {
    return {
      op: 'Cast',
      name: '',
      domain: '',
      inputs: [name],
      outputs: [`${name}${AS_FLOAT}`],
      attributes: castTo('float32'),
    }
  })
  return {
    inputs: inputs.filter((_, index) => !isBrain(graph.inputs[index]!)),
    graph: {
      ...graph,
      // Two of the files declare another shape than that of the tensor that comes with them.
      inputs: graph.inputs
        .map((info, index) => ({ ...info, shape: inputs[index]!.shape }))
        .filter((info) => !isBrain(info)),
      initializers: new Map([...graph.initializers, ...constants]),
      nodes: [...graph.nodes, ...casts],
      outputs: graph.outputs.map((info) =>
        isBrain(info) ? { ...info, name: `${info.name}${AS_FLOAT}`, type: 'float32' } : info,
      ),
    },
  }
}

function compareAll(graph: Graph, found: readonly Tensor[], expected: readonly Tensor[]): void {
  graph.outputs.forEach(({ name }, index) => compare(found[index]!, expected[index]!, `output "${name}"`))
}

/**
 * Equal in type and shape; floats within ONNX's own tolerance (relative 1e-3, absolute 1e-7; 2^-7 for bfloat16, which
 * its files round towards 0), all else exactly.
 */
function compare(found: Tensor, expected: Tensor, subject: string): void {
  expect(found.type, `type of ${subject}`).toBe(expected.type)
  expect([...found.shape], `shape of ${subject}`).toEqual([...expected.shape])
  // Numbers cast to text differ in how many digits are printed.
  const [a, b] =
    expected.type === 'string' ? [texts(expected), texts(found)] : [plainNumbers(expected), plainNumbers(found)]
  const relative = expected.type === 'bfloat16' ? 2 ** -7 : 1e-3
  const exact = !expected.type.includes('float') && expected.type !== 'string'
  const wrong = Array.from(a as ArrayLike<number | string>, (value, index) => [value, b[index]!] as const).filter(
    ([x, y]) => !Object.is(x, y) && x !== y && (exact || !(Math.abs(+x - +y) <= 1e-7 + relative * Math.abs(+x))),
  )
  expect(wrong, `${subject}: [expected, found] where they differ`).toEqual([])
}

function texts({ data }: Tensor): readonly (string | number)[] {
  return (data as string[]).map((text) => (text !== '' && !Number.isNaN(Number(text)) ? Number(text) : text))
}
