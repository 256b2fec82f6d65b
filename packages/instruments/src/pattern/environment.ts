/** What of the world a pattern's pixels depend on: its arithmetic and the kernel that does it, and no machine. */
import { sha256 } from '@reverie/recipe'
import { kernelBase64 } from './kernel/module.ts'
import type { PatternScene } from './scene.ts'

let hash: Promise<string> | undefined

/** The environment that the recipe of a scene records. */
export async function environmentOf({ network }: PatternScene): Promise<Record<string, string>> {
  hash ??= sha256(new TextEncoder().encode(kernelBase64))
  return { arithmetic: network.arithmetic, kernel: await hash }
}
