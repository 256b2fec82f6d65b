/** Films in browsers: animated WebP by the canvas, MP4 and WebM by WebCodecs; videos and animations as frames. */
export { decodeFilm, type DecodedFilm } from './web/decode.ts'
export { encodeFilm, writableFormats, type EncodedFilm } from './web/encode.ts'
