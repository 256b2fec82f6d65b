/** What a PNG costs most of, but for deflate, in AssemblyScript: `npm run png -w @reverie/image` compiles it. */
export { adler, buffer } from './adler'
export { filter, prepare, results } from './filter'
