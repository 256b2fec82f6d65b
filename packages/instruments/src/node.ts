/** Instruments in Node. */
export * from './index.ts'
