/** Runs a converted graph and TensorFlow.js on the same random input and gives the largest difference. */
import { numbersOf, type Graph } from '@reverie/graph'
import { createRandom } from '@reverie/recipe'
import { createRuntime } from '@reverie/runtime/node'
import { core, type tf } from './tensorflow.ts'

const runtime = createRuntime({ threads: 1 })

/** Values of a tensor with channels first, in the order with channels last, and the other way round. */
function moveChannels(values: ArrayLike<number>, shape: readonly number[], to: 'first' | 'last'): Float32Array {
  const [batch, height, width, channels] = shape as [number, number, number, number]
  const result = new Float32Array(values.length)
  for (let index = 0; index < batch; index++) {
    for (let place = 0; place < height * width; place++) {
      for (let channel = 0; channel < channels; channel++) {
        const last = (index * height * width + place) * channels + channel
        const first = (index * channels + channel) * height * width + place
        if (to === 'first') result[first] = values[last]!
        else result[last] = values[first]!
      }
    }
  }
  return result
}

/** Random numbers in −1..1 for an input shape without its batch. */
function inputOf(shape: readonly number[], seed = 7): Float32Array {
  const random = createRandom(seed)
  return Float32Array.from({ length: shape.reduce((a, b) => a * b, 2) }, () => random.next() * 2 - 1)
}

/** Largest difference, relative to the largest value of the reference, over a batch of two. */
export async function difference(
  graph: Graph,
  model: tf.LayersModel,
  shape: readonly number[],
  values = inputOf(shape),
): Promise<number> {
  const whole = [2, ...shape]
  const expected = core.tidy(() => model.predict(core.tensor(values, whole)) as core.Tensor)
  const picture = shape.length === 3
  const [height, width, channels] = shape
  const program = await (await runtime).compile(graph)
  const result = await program.run({
    [graph.inputs[0]!.name]: {
      type: 'float32',
      shape: picture ? [2, channels!, height!, width!] : whole,
      data: picture ? moveChannels(values, whole, 'first') : values,
    },
  })
  const found = await Object.values(result)[0]!.read()
  await program.release()
  const reference = [...expected.dataSync()]
  const shapeFound = expected.shape.length === 4 ? [0, 2, 3, 1].map((axis) => found.shape[axis]!) : found.shape
  if (shapeFound.join() !== expected.shape.join()) {
    throw new Error(`Shape [${shapeFound.join()}], TensorFlow.js has [${expected.shape.join()}]`)
  }
  const numbers =
    expected.shape.length === 4 ? moveChannels(numbersOf(found), expected.shape, 'last') : numbersOf(found)
  const size = reference.reduce<number>((most, each) => Math.max(most, Math.abs(each)), 1e-6)
  return (
    [...numbers].reduce<number>((most, each, index) => Math.max(most, Math.abs(each - reference[index]!)), 0) / size
  )
}
