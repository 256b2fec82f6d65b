/** Collections: what needs neither Node nor a browser. */
export type { Piece, Silhouette } from './piece.ts'
