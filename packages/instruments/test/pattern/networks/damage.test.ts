/** Damaged files of every kind: whatever bytes change, they are read or refused with a sentence. */
import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { InstrumentError } from '../../../src/instrument.ts'
import { readNetwork } from '../../../src/pattern/networks/read-network.ts'
import type { NetworkFile } from '../../../src/pattern/networks/reading.ts'
import { writeNetworkJson, writeNetworkOnnx } from '../../../src/pattern/networks/write-network.ts'
import { arrayFile, jsonFile, matrix, tensorsFile, textFile } from './files.ts'

const recurrent = jsonFile({ W_in: matrix(3, 6), W_0: matrix(3, 3, 'object'), W_out: matrix(4, 3) })
const fixture = (name: string): NetworkFile => ({
  name,
  bytes: new Uint8Array(readFileSync(new URL(`fixtures/${name}`, import.meta.url))),
})

const whole = async (): Promise<Record<string, NetworkFile>> => {
  const network = await readNetwork([recurrent])
  return {
    recurrent,
    own: textFile(writeNetworkJson(network)),
    onnx: { name: 'a.onnx', bytes: writeNetworkOnnx(network) },
    safetensors: tensorsFile({
      'a.weight': { shape: [4, 3], values: Array.from({ length: 12 }, (_, at) => at) },
      'a.bias': { shape: [4], values: [1, 2, 3, 4] },
    }),
    npy: arrayFile('a.npy', [3, 4]),
    hdf5: fixture('keras2.h5'),
    archive: fixture('keras3.keras'),
  }
}

let files: Record<string, NetworkFile>
beforeAll(async () => {
  files = await whole()
})

const damage = fc.record({
  changes: fc.array(fc.record({ at: fc.double({ min: 0, max: 0.999_999, noNaN: true }), byte: fc.nat(255) }), {
    maxLength: 6,
  }),
  end: fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
})

describe.each(['recurrent', 'own', 'onnx', 'safetensors', 'npy', 'hdf5', 'archive'])('%s', (kind) => {
  test('is read or refused', async () => {
    // The HDF5 library says on the console what it does not know.
    const log = vi.spyOn(console, 'log').mockImplementation(() => {})
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    await fc.assert(
      fc.asyncProperty(damage, async ({ changes, end }) => {
        const { name, bytes } = files[kind]!
        const damaged = bytes.slice(0, Math.ceil(bytes.length * end))
        for (const { at, byte } of changes) if (damaged.length > 0) damaged[Math.floor(at * damaged.length)] = byte
        const found = await readNetwork([{ name, bytes: damaged }]).catch((error: unknown) => error)
        if (found instanceof Error) expect(found).toBeInstanceOf(InstrumentError)
      }),
      { numRuns: 300 },
    )
    log.mockRestore()
    warn.mockRestore()
  })
})
