/** The parts of recipes that need a browser: the input store in the origin private file system. */
export { openInputStore } from './store-web.ts'
export type { InputStoreOptions } from './store-web.ts'
