/** What a collage can be saved as: pictures, the film of its settling and credits here, drawings and prints as the instrument offers them. */
import type { CreditFormat } from '@reverie/instruments'
import { instrumentNamed } from '../instrument.ts'
import type { Format } from '../pattern/formats.ts'

/** Frames of a film where nobody said how many: four seconds. */
export const filmFrames = 120

const picture = (title: string, format: string, extension = format): Format => ({
  title,
  group: 'Picture',
  extension,
  written: { format },
  moves: false,
})

const film = (title: string, format: string): Format => ({
  title,
  group: 'Film of the settling',
  extension: format,
  written: { format },
  moves: true,
})

const sheets = {
  html: 'Web page',
  txt: 'Text',
  md: 'Markdown',
  csv: 'Table (CSV)',
} as const satisfies Record<CreditFormat, string>

const credits = Object.entries(sheets).map(([extension, title]): readonly [string, Format] => [
  `credits-${extension}`,
  {
    title,
    group: 'Credits with licences',
    extension,
    written: { format: extension, credits: extension as CreditFormat },
    moves: false,
  },
])

const videos = 'VideoEncoder' in globalThis ? [film('MP4', 'mp4'), film('WebM', 'webm')] : []

/** Without its pieces a drawing that links to them would be empty, and a browser saves one file. */
const linked: Format = {
  title: 'SVG and its pieces (ZIP)',
  group: 'Drawing, print',
  extension: 'zip',
  written: { format: 'svg-linked', packed: true },
  moves: false,
}

/** The formats by name, in their order. */
export const formats: Readonly<Record<string, Format>> = {
  png: picture('PNG', 'png'),
  webp: picture('WebP', 'webp'),
  jpeg: picture('JPEG', 'jpeg', 'jpg'),
  'webp-film': film('Animated WebP', 'webp'),
  ...Object.fromEntries(videos.map((video) => [video.extension, video])),
  ...Object.fromEntries(
    Object.entries(instrumentNamed('collage').exports).map(([format, { title, extension }]) => [
      format,
      { title, group: 'Drawing, print', extension, written: { format }, moves: false },
    ]),
  ),
  'svg-linked': linked,
  ...Object.fromEntries(credits),
}
