/** Which layers are taken for telling in networks of the usual kinds. */
import { writeOnnx, type Graph } from '@reverie/graph'
import { modelFrom, type Model } from '@reverie/models'
import { networks } from '@reverie/testing'
import { expect, test } from 'vitest'

const open = (graph: Graph): Model => modelFrom({ bytes: writeOnnx(graph), sha256: '0'.repeat(64), id: 'net' })
const tellingOps = (model: Model): string[] => model.layers.filter(({ telling }) => telling).map(({ op }) => op)

test('concatenations of a GoogLeNet', () => {
  const model = open(networks.googlenet())
  expect(new Set(tellingOps(model)).size).toBe(1)
  expect(model.kind).toBe('features')
})

test('a residual block ends in the activation after its sum', () => {
  const graph = networks.resnet()
  const sums = new Set(graph.nodes.filter(({ op }) => op === 'Add').map(({ outputs }) => outputs[0]))
  const after = graph.nodes
    .filter((node) => node.op === 'Relu' && sums.has(node.inputs[0]))
    .map(({ outputs }) => outputs[0]!)
  const telling = open(graph)
    .layers.filter((layer) => layer.telling)
    .map(({ value }) => value)
  expect(after.length).toBeGreaterThan(0)
  expect(telling).toEqual(expect.arrayContaining(after))
})

test.each(Object.entries(networks))('the defaults of %s are layers of it', (_, make) => {
  const model = open(make({ size: 64 }))
  const names = model.layers.map(({ name }) => name)
  for (const name of Object.keys(model.defaultLayers)) expect(names).toContain(name)
  expect(model.card.telling.every(({ name }) => names.includes(name))).toBe(true)
  expect(model.guideLayer === '' || names.includes(model.guideLayer)).toBe(true)
})
