/** Collections in a browser: in its private file system, or on a web server. */
export * from './index.ts'
export { fetchedFiles } from './files/fetched.ts'
export { privateFiles } from './files/private.ts'
