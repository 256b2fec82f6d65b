/**
 * Compares the kernel's tanh and logistic function with `Math.fround(Math.tanh(x))` and
 * `Math.fround(1 / (1 + Math.exp(-x)))` for every finite float32 x: `npm run check-netart -w @reverie/instruments`. Takes
 * some minutes. Also tells the x whose true value lies nearest to the middle between two float32, for the tests.
 */
import { compileAssembly } from './compile-kernel.ts'

interface Exports extends WebAssembly.Exports {
  readonly memory: WebAssembly.Memory
  tanhOf(sums: number, values: number, size: number): void
  logisticOf(sums: number, values: number, size: number): void
}

const { instance } = await WebAssembly.instantiate(await compileAssembly('assembly/netart-activations.ts'))
const { memory, ...exported } = instance.exports as Exports
const COUNT = 65_536
const FINITE = 0x7f80_0000
/** Units of a double's last place from the middle between two float32. */
const NEAR = 1

const sums = Math.ceil(memory.buffer.byteLength / 65_536) * 65_536
memory.grow((COUNT * 12) / 65_536)
const bits = new Uint32Array(memory.buffer, sums, COUNT)
const got = new Float64Array(memory.buffer, sums + COUNT * 4, COUNT)
const given = new Uint32Array(COUNT)
const x = new Float32Array(given.buffer)
const double = new Float64Array(1)
const halves = new Uint32Array(double.buffer)

function check(name: string, kernel: Exports['tanhOf'], math: (x: number) => number): number {
  let differences = 0
  const near: number[] = []
  for (const sign of [0, 0x8000_0000]) {
    for (let first = 0; first < FINITE; first += COUNT) {
      for (let index = 0; index < COUNT; index++) given[index] = sign + first + index
      bits.set(given)
      kernel(sums, sums + COUNT * 4, COUNT * 4)
      for (let index = 0; index < COUNT; index++) {
        const value = math(x[index]!)
        if (!Object.is(Math.fround(value), got[index])) {
          differences++
          if (differences <= 20)
            console.log(`${name}(${x[index]}): expected ${Math.fround(value)}, found ${got[index]}.`)
        }
        double[0] = value
        if (Math.abs((halves[0]! & 0x1fff_ffff) - 0x1000_0000) <= NEAR && value > 1e-37) near.push(x[index]!)
      }
    }
  }
  console.log(`${name}: ${2 * FINITE} values, ${differences} differences, ${near.length} within ${NEAR} of a tie.`)
  console.log(JSON.stringify(near.slice(0, 200)))
  return differences
}

const differences =
  check('tanh', exported.tanhOf, Math.tanh) + check('logistic', exported.logisticOf, (x) => 1 / (1 + Math.exp(-x)))
process.exitCode = differences === 0 ? 0 : 1
