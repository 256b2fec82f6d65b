/** Work for a thread: halves even numbers, refuses odd ones, dies of 13, and never ends with 99. */
import { threadId, workerData } from 'node:worker_threads'

/** @param {number} input */
export default async function halve(input) {
  if (input === 13) process.exit(1)
  if (input === 99) await new Promise(() => setInterval(() => undefined, 1000))
  if (input % 2 === 1) throw new Error(`${input} is odd`)
  return { half: input / workerData, threadId }
}
