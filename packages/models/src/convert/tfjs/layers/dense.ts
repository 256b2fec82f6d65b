/** Dense: a matrix product along the last axis. */
import { activate, isActivated } from '../activation.ts'
import type { LayerContext, LayerRule } from '../layer.ts'
import { channelsLast } from '../value.ts'

export const Dense: LayerRule = (context, [input]) => {
  const value = channelsLast(context.build, input!)
  const weight = context.weight('kernel', 0)
  const [inputs, outputs] = weight.shape as [number, number]
  if (weight.shape.length !== 2)
    context.fail(`the kernel should be a matrix, found shape [${weight.shape.join(', ')}].`)
  const found = value.shape.at(-1)
  if (typeof found === 'number' && found !== inputs)
    context.fail(`the kernel is for ${inputs} inputs, found ${found}.`)
  const units = context.number('units', outputs)
  if (units !== outputs)
    context.fail(`it should have ${units} units, and its kernel of shape [${inputs}, ${outputs}] makes ${outputs}.`)
  const kernel = context.constant(weight, { order: [0, 1], shape: [inputs, outputs], axis: 1, part: 'kernel' })
  const biased = context.flag('use_bias', true)
  const last = isActivated(context) ? 'linear' : undefined
  const product = context.add('MatMul', [value.name, kernel], {}, biased ? 'product' : last)
  const name = biased ? context.add('Add', [product, biasOf(context, outputs)], {}, last) : product
  return activate(context, { name, shape: [...value.shape.slice(0, -1), outputs], layout: 'last' })
}

function biasOf(context: LayerContext, outputs: number): string {
  const { values, shape } = context.weight('bias', 1)
  if (values.length !== outputs)
    context.fail(`the bias should be of shape [${outputs}], found [${shape.join(', ')}].`)
  return context.floats(values, [outputs], 'bias')
}
