/** All float32 are compared by `npm run check-netart -w @reverie/instruments`; these are some of each kind. */
import { describe, expect, it } from 'vitest'
import { compileAssembly } from '../../scripts/compile-kernel.ts'

interface Exports extends WebAssembly.Exports {
  readonly memory: WebAssembly.Memory
  tanhOf(sums: number, values: number, size: number): void
  logisticOf(sums: number, values: number, size: number): void
}

const { instance } = await WebAssembly.instantiate(await compileAssembly('assembly/netart-activations.ts'))
const kernel = instance.exports as Exports

const COUNT = 16_384
const sums = Math.ceil(kernel.memory.buffer.byteLength / 16) * 16
kernel.memory.grow(4)
const given = new Float32Array(kernel.memory.buffer, sums, COUNT)
const found = new Float64Array(kernel.memory.buffer, sums + COUNT * 4, COUNT)

/** The x, as float32, where a function of the kernel's gives another float32 than the engine's. */
function differences(
  name: 'tanhOf' | 'logisticOf',
  reference: (x: number) => number,
  numbers: Float32Array,
): number[] {
  const different: number[] = []
  for (let first = 0; first < numbers.length; first += COUNT) {
    const part = numbers.subarray(first, first + COUNT)
    given.fill(0).set(part)
    kernel[name](sums, sums + COUNT * 4, COUNT * 4)
    for (const [index, x] of part.entries()) {
      if (!Object.is(found[index], Math.fround(reference(x)))) different.push(x)
    }
  }
  return different
}

const logistic = (x: number): number => 1 / (1 + Math.exp(-x))

/** Every 1,021st of all finite float32, of both signs. */
const spread = (): Float32Array => {
  const bits = Uint32Array.from({ length: Math.floor(0x7f80_0000 / 1021) }, (_, index) => index * 1021)
  const positive = new Float32Array(bits.buffer)
  return Float32Array.from([...positive, ...positive.map((x) => -x)])
}

/** A million float32 in a row, from one on. */
const inARow = (from: number): Float32Array => {
  const bits = new Uint32Array(Float32Array.of(from).buffer)[0]!
  return new Float32Array(Uint32Array.from({ length: 1 << 20 }, (_, index) => bits + index).buffer)
}

describe('tanh', () => {
  it('is Math.tanh rounded to float32', () => {
    expect(differences('tanhOf', Math.tanh, spread())).toEqual([])
  })

  it.each([0, 0.0004, 0.3, 1, 4, 8.99])('is that for a million float32 in a row from %s', (from) => {
    expect(differences('tanhOf', Math.tanh, inARow(from))).toEqual([])
    expect(
      differences(
        'tanhOf',
        Math.tanh,
        inARow(from).map((x) => -x),
      ),
    ).toEqual([])
  })

  it('is that where the double lies nearest to the middle between two float32', () => {
    // Within 40 units of the double's last place, of 2²⁸ between two float32: all there are.
    const hardest = [
      0.0003521117032505572, 0.00035211173235438764, 0.0014914835337549448, 0.001676828134804964,
      0.006125214044004679, 0.01839360222220421, 0.025892050936818123, 0.06156953051686287, 0.4648849368095398,
      0.481810986995697, 0.5905135869979858, 0.6277846693992615, 1.1873711347579956, 1.9432523250579834,
      2.3094186782836914, 5.216736793518066, 5.397071838378906, 6.184666633605957, 6.240279674530029,
    ]
    const both = Float32Array.from([...hardest, ...hardest.map((x) => -x)])
    expect(differences('tanhOf', Math.tanh, both)).toEqual([])
  })

  it('keeps the sign of zero, and is ±1 from afar', () => {
    const ends = Float32Array.of(0, -0, 1e-45, -1e-45, 9.03, -9.03, 1e38, -1e38, Infinity, -Infinity)
    expect(differences('tanhOf', Math.tanh, ends)).toEqual([])
  })
})

describe('the logistic function', () => {
  it('is 1 / (1 + Math.exp(-x)) rounded to float32', () => {
    expect(differences('logisticOf', logistic, spread())).toEqual([])
  })

  it.each([0, 0.0004, 0.3, 1, 4, 16, 80])('is that for a million float32 in a row from %s', (from) => {
    expect(differences('logisticOf', logistic, inARow(from))).toEqual([])
    expect(
      differences(
        'logisticOf',
        logistic,
        inARow(from).map((x) => -x),
      ),
    ).toEqual([])
  })

  it('is that in ties, which there are near 0 at odd multiples of 2⁻²⁴ and 2⁻²³', () => {
    const odd = Float32Array.from({ length: 1 << 16 }, (_, index) => (2 * index + 1) * 2 ** -24)
    expect(differences('logisticOf', logistic, odd)).toEqual([])
    expect(
      differences(
        'logisticOf',
        logistic,
        odd.map((x) => -x),
      ),
    ).toEqual([])
    expect(
      differences(
        'logisticOf',
        logistic,
        odd.map((x) => 2 * x),
      ),
    ).toEqual([])
    expect(differences('logisticOf', logistic, Float32Array.of(0.03948641195893288))).toEqual([])
  })

  it('is 0 and 1 from afar', () => {
    const ends = Float32Array.of(0, -0, 17, 18, 1e38, -103, -104, -105, -1e38, Infinity, -Infinity)
    expect(differences('logisticOf', logistic, ends)).toEqual([])
  })
})
