import { test } from 'vitest'
import { expectAsInNode } from './as-in-node.ts'

// oxlint-disable-next-line vitest/expect-expect
test('Chromium imprints on WebAssembly as Node does, and finds what is alike', () => expectAsInNode('wasm'), 60_000)
