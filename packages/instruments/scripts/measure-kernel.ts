/**
 * How fast the exact kernel is on one core: `npm run kernel:measure -w @reverie/instruments`. The best of many short runs,
 * against the rate at which this machine multiplies and adds in 128-bit registers. Products and sums count, activations do not.
 */
import { createBandKernel } from '../src/pattern/kernel/kernel.ts'
import { packScene } from '../src/pattern/kernel/pack.ts'
import type { Activation, DenseLayer, PatternNetwork } from '../src/pattern/network.ts'
import type { PatternScene } from '../src/pattern/scene.ts'
import { compileAssembly } from './compile-kernel.ts'

const size = 1080
/** The machine's clock moves and others work on it: the best of this many milliseconds is what counts. */
const patience = 1500

/** Seconds of the fastest of many runs. */
function best(run: () => void): number {
  let least = Infinity
  for (const end = performance.now() + patience; performance.now() < end;) {
    const start = performance.now()
    run()
    least = Math.min(least, performance.now() - start)
  }
  return least / 1000
}

async function peak(): Promise<number> {
  const { instance } = await WebAssembly.instantiate(await compileAssembly('assembly/peak.ts'))
  const { multiplyAdd } = instance.exports as { multiplyAdd(rounds: number): number } & WebAssembly.Exports
  const rounds = 100_000
  return (rounds * 12 * 4 * 2) / best(() => multiplyAdd(rounds))
}

function sceneOf(
  units: number,
  depth: number,
  activation: Activation,
  arithmetic: PatternNetwork['arithmetic'],
): PatternScene {
  let state = 1
  const weight = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return (state / 2 ** 31 - 1) * 1.7
  }
  const layer = (inputs: number, units: number, activation: Activation): DenseLayer => ({
    inputs,
    units,
    weights: Float32Array.from({ length: inputs * units }, weight),
    activations: [activation],
  })
  const hidden = Array.from({ length: depth }, () => layer(units, units, activation))
  return {
    width: size,
    height: size,
    network: {
      features: ['x', 'y', 'r', 'z0', 'z1', 'one'],
      layers: [layer(6, units, activation), ...hidden, layer(units, 3, 'sigmoid')],
      skips: 'none',
      arithmetic,
    },
    latents: [0.3, -0.4],
    plane: {
      coordinates: 'netart',
      range: 0.5,
      zoom: 1,
      panX: 0,
      panY: 0,
      rotate: 0,
      symmetry: 'none',
      order: 2,
      samples: 1,
    },
    coloring: { mode: 'rgb', alpha: 'off' },
  }
}

const most = await peak()
process.stdout.write(`peak: ${(most / 1e9).toFixed(1)} Gflop/s\n`)
for (const [units, depth, activation, arithmetic] of [
  [16, 8, 'tanh', 'float32'],
  [24, 24, 'tanh', 'float32'],
  [32, 8, 'tanh', 'float32'],
  [256, 8, 'tanh', 'float32'],
  [16, 8, 'sin', 'float32'],
  [16, 8, 'relu', 'float32'],
  [16, 8, 'tanh', 'netart'],
  [24, 24, 'tanh', 'netart'],
] as const) {
  const kernel = createBandKernel()
  kernel.load(packScene(sceneOf(units, depth, activation, arithmetic), { depth: 8 }))
  // Until the engine has compiled it well.
  for (let row = 0; row < 40; row++) kernel.render(row, 1)
  const rows = Math.max(1, Math.round(20_000 / (units * units * depth)))
  const seconds = best(() => kernel.render(100, rows))
  const pixels = (rows * size) / seconds
  // What is the same everywhere, z0, z1 and one, is summed beforehand in float32 arithmetic.
  const columns = arithmetic === 'netart' ? 6 : 3
  const flops = 2 * (columns * units + units * units * depth + units * 3) * pixels
  process.stdout.write(
    `${units}/${depth} ${activation} ${arithmetic}: ${(pixels / 1e6).toFixed(2)} Mpx/s, ${(flops / 1e9).toFixed(1)} Gflop/s, ${((100 * flops) / most).toFixed(0)} % of the peak\n`,
  )
}
