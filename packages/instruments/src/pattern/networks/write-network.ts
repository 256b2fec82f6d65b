/** Networks for elsewhere. Our own JSON and ONNX hold any network exactly; recurrent.js' matrices hold netart's kind. */
import { writeOnnx } from '@reverie/graph'
import { InstrumentError } from '../../instrument.ts'
import type { PatternNetwork } from '../network.ts'
import { checked } from './chain.ts'
import { onnxGraph } from './onnx-form.ts'
import { reverieJson } from './reverie-json.ts'

/** A network as our own JSON, `reverie-pattern-network` version 1. @throws InstrumentError when it is no network. */
export function writeNetworkJson(network: PatternNetwork): string {
  return reverieJson(checked(network))
}

/**
 * A network as ONNX, opset 18: input `point` [points, features], output `values` [points, outputs].
 * @throws InstrumentError when it is no network.
 */
export function writeNetworkOnnx(network: PatternNetwork): Uint8Array<ArrayBuffer> {
  return writeOnnx(onnxGraph(checked(network)))
}

/**
 * A network as recurrent.js saves netart's: W_in, W_0, … and W_out as `{ n, d, w }`.
 * @throws InstrumentError when it is not of that kind: tanh layers without biases or skips and a sigmoid one.
 */
export function writeRecurrentJson(network: PatternNetwork): string {
  const { layers, skips } = checked(network)
  const last = layers.length - 1
  const misfits = [
    ...(skips === 'none' ? [] : [`skips "${skips}"`]),
    ...(layers.length < 2 ? ['a single layer'] : []),
    ...(layers.some(({ bias }) => bias !== undefined) ? ['biases'] : []),
    ...layers.flatMap(({ activations }, index) => {
      const wanted = index === last ? 'sigmoid' : 'tanh'
      const other = activations.find((activation) => activation !== wanted)
      return other === undefined ? [] : [`the activation "${other}" in layer ${index}`]
    }),
  ]
  if (misfits.length > 0) {
    throw new InstrumentError(
      `A network for recurrent.js has tanh layers without biases or skips and a last one of sigmoid units; found ` +
        `${misfits.join(', ')}. Write it as JSON or ONNX.`,
    )
  }
  const nameOf = (index: number): string => (index === 0 ? 'W_in' : index === last ? 'W_out' : `W_${index - 1}`)
  const matrices = layers.map(({ inputs, units, weights }, index) => [
    nameOf(index),
    { n: units, d: inputs, w: [...weights] },
  ])
  return `${JSON.stringify(Object.fromEntries(matrices))}\n`
}
