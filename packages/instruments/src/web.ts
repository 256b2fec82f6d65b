/** Instruments in browsers. */
export * from './index.ts'
