/** Maps of collections in Node: folders to publish. */
export * from './index.ts'
export { exportMap, type MapExport, type MapExportOptions } from './export/export.ts'
export { exportMapFolder, type MapFolderOptions } from './export/folder.ts'
export { viewerFolder } from './export/viewer.ts'
