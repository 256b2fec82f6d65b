/** Maps of collections in a browser. */
export * from './index.ts'
export { mountMap, type MapOptions, type MapView } from './mount.ts'
export { openCollectionSource } from './sources/collection.ts'
export { openFolderSource } from './sources/folder.ts'
export type { StageMemory } from './stage.ts'
