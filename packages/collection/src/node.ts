/** Collections in Node: folders of pictures to tables on the disk. */
export * from './index.ts'
export { folderFiles } from './files/folder.ts'
