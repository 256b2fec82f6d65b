import { describe, expect, it } from 'vitest'
import { readOnnx, writeOnnx, tensor, type Graph } from '../src/index.ts'
const graph: Graph = {
  name: 'g', opset: 18,
  inputs: [{ name: 'x', type: 'float32', shape: [1, 'c', undefined] }],
  outputs: [{ name: 'y', type: 'float32', shape: undefined }],
  nodes: [{ op: 'Add', name: 'n', domain: '', inputs: ['x', 'w'], outputs: ['y'], attributes: {} }],
  initializers: new Map([['w', tensor('float32', [1], [0.1])]]),
  metadata: { a: 'b' },
}
describe('quick', () => { it('round trips', () => { expect(readOnnx(writeOnnx(graph))).toEqual(graph) }) })
