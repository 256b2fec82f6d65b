/** The Keras layers that can be converted: the namespace is the registry. */
export * from './activation.ts'
export * from './convolution.ts'
export * from './dense.ts'
export * from './merging.ts'
export * from './normalization.ts'
export * from './pooling.ts'
export * from './shape.ts'
