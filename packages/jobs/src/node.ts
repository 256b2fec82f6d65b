/** What of jobs needs Node. */
export * from './index.ts'
export { openThreads } from './threads.ts'
export type { ThreadOptions, ThreadWork } from './threads.ts'
