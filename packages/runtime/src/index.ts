/** Runs graphs. `@reverie/runtime/node` and `@reverie/runtime/web` make a `Runtime`; this part is the same for both. */
export * from './runtime.ts'
export { fingerprint } from './fingerprint.ts'
