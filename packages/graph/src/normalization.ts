/**
 * What the normalisations share. Each standardises x over some axes, x̂ = (x − μ) / √(σ² + ε), with σ² the mean
 * squared deviation. With g the cotangent of x̂ and ⟨·⟩ the mean over those axes (Ioffe and Szegedy, "Batch
 * Normalization", 2015, section 3), the cotangent of x is (g − ⟨g⟩ − x̂ ⟨g x̂⟩) / √(σ² + ε).
 */
import { algebraOf } from './algebra.ts'
import type { Builder } from './builder.ts'
import { int } from './graph.ts'

/** x standardised, with what its derivative needs. Statistics keep the reduced axes. */
export interface Standardised {
  readonly axes: readonly number[]
  /** x − μ */
  readonly centred: string
  /** 1 / √(σ² + ε) */
  readonly inverse: string
  /** x̂ */
  readonly normal: string
}

/** The mean over some axes, which are kept. */
function meanOver(build: Builder, value: string, axes: readonly number[]): string {
  return build.add('ReduceMean', [value, build.indices(axes)], { keepdims: int(1) })
}

/** The sum over some axes, which are dropped. */
export function sumOver(build: Builder, value: string, axes: readonly number[]): string {
  return build.add('ReduceSum', [value, build.indices(axes)], { keepdims: int(0) })
}

/** 1 / √(variance + ε) */
export function inverseDeviation(build: Builder, variance: string, epsilon: number): string {
  const { add, div, apply } = algebraOf(build, variance)
  return div(1, apply('Sqrt', add(variance, epsilon)))
}

/** Standardises x over some axes. */
export function standardise(build: Builder, x: string, axes: readonly number[], epsilon: number): Standardised {
  const { sub, mul } = algebraOf(build, x)
  const centred = sub(x, meanOver(build, x, axes))
  const inverse = inverseDeviation(build, meanOver(build, mul(centred, centred), axes), epsilon)
  return { axes, centred, inverse, normal: mul(centred, inverse) }
}

/** The cotangent of x from that of x̂. */
export function standardisedCotangent(build: Builder, { axes, inverse, normal }: Standardised, g: string): string {
  const { sub, mul } = algebraOf(build, g)
  const correlation = meanOver(build, mul(g, normal), axes)
  return mul(inverse, sub(sub(g, meanOver(build, g, axes)), mul(normal, correlation)))
}

/** A vector of one number a channel as [1, C, 1, …], to broadcast over a value of `rank` axes. */
export function overChannels(build: Builder, vector: string, rank: number): string {
  const channels = build.shape(vector)[0]!
  const shape = Array.from({ length: rank }, (_, axis) => (axis === 1 ? channels : 1))
  return build.add('Reshape', [vector, build.indices(shape)])
}

/** All axes but that of the channels. */
export function axesButChannels(rank: number): number[] {
  return Array.from({ length: rank }, (_, axis) => axis).filter((axis) => axis !== 1)
}
