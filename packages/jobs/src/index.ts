/** Where long work runs. */
export { openJobs } from './in-process.ts'
export type { Circumstances, Jobs, Outcome, Progress, RunOptions, Unit, Work } from './jobs.ts'
