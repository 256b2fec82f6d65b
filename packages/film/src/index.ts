/** Films: what they are and how animated pictures are put together. `node.ts` and `web.ts` write and read them. */
export { filmFormatOf, filmFormats, type FilmFormat, type FilmOptions, type FilmSize } from './film.ts'
