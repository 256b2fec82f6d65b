/** Films in Node: animated WebP and GIF, folders of PNG frames, and with ffmpeg MP4 and WebM. */
export { decodeFilm, kindOfFilm, type DecodedFilm } from './node/decode.ts'
export { encodeFilm, writableFormats } from './node/encode.ts'
export { encoderOf } from './node/encoder.ts'
export { findFfmpeg, type Ffmpeg } from './node/ffmpeg.ts'
export { decodeSequence, frameName, picturesIn } from './node/sequence.ts'
