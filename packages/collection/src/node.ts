/** Collections in Node: folders of pictures to tables on the disk. */
export * from './index.ts'
export { collect, type CollectOptions } from './collect/collect.ts'
export type { CollectProgress } from './collect/run.ts'
export type { CollectReport, Figures } from './collect/report.ts'
export type { Problem, ProblemCode } from './source.ts'
export { folderFiles } from './files/folder.ts'
export { openCollection } from './open-collection.ts'
export { neighbourListsInNode } from './neighbours/approximate.ts'
