/** Ops that ONNX withdrew before opset 18, and what they become. */
import { floatsOf, string, stringOf } from './graph.ts'
import type { Op } from './op.ts'
import { tensor } from './tensor.ts'

type Upgrade = NonNullable<Op['upgrade']>

/** Upsample (opset 7: scales as an attribute; 9: as an input) sampled at x / scale, rounded down: asymmetric Resize. */
const upsample: Upgrade = ({ node, constant, fail }) => {
  const given = floatsOf(node, 'scales')
  const scales = given === undefined ? node.inputs[1] : constant(tensor('float32', [given.length], given))
  if (!scales) return fail('has neither the attribute nor the input "scales".')
  return [
    {
      ...node,
      op: 'Resize',
      inputs: [node.inputs[0]!, '', scales],
      attributes: {
        mode: string(stringOf(node, 'mode', 'nearest')),
        coordinate_transformation_mode: string('asymmetric'),
        nearest_mode: string('floor'),
      },
    },
  ]
}

/** Scatter got the name ScatterElements. */
const scatter: Upgrade = ({ node }) => [{ ...node, op: 'ScatterElements' }]

/** The rule of each withdrawn op, by its name. */
export const withdrawn: Readonly<Record<string, Upgrade>> = { Upsample: upsample, Scatter: scatter }
