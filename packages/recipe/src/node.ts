/** The parts of recipes that need Node: the input store on disk, and files that appear whole or not at all. */
export { atomically, putBack, writeFileAtomic } from './atomic.ts'
export { cacheFolder, openInputStore } from './store-node.ts'
export type { InputStoreOptions } from './store-node.ts'
export { readRecipe } from './read-recipe-node.ts'
