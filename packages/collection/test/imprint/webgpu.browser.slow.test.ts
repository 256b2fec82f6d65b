import { test } from 'vitest'
import { expectAsInNode } from './as-in-node.ts'

// oxlint-disable-next-line vitest/expect-expect
test('Chromium imprints on WebGPU as Node does, and finds what is alike', () => expectAsInNode('webgpu'))
