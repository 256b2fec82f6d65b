/** What a pattern can be saved as: pictures and loops here, drawings, shaders and networks as the instrument offers them. */
import { instrumentNamed } from '../instrument.ts'
import type { Settings } from '../state/document.ts'
import type { Written } from '../workers/network-api.ts'

/** A choice of the list. */
export interface Format {
  readonly title: string
  /** Heading under which it stands. */
  readonly group: string
  readonly extension: string
  readonly written: Written
  /** Whether it moves. */
  readonly moves: boolean
}

/** Frames of a loop where nobody said how many: four seconds. */
const frames = 120

const picture = (title: string, format: string, rest: Partial<Written> = {}): Format => ({
  title,
  group: 'Picture',
  extension: format === 'jpeg' ? 'jpg' : format,
  written: { format, ...rest },
  moves: false,
})

const loop = (title: string, format: string): Format => ({
  title,
  group: 'Loop',
  extension: format,
  written: { format },
  moves: true,
})

const videos = 'VideoEncoder' in globalThis ? [loop('MP4', 'mp4'), loop('WebM', 'webm')] : []

/** The formats by name, in their order. */
export const formats: Readonly<Record<string, Format>> = {
  png: picture('PNG', 'png'),
  png16: picture('PNG, 16 bit', 'png', { depth: 16 }),
  webp: picture('WebP', 'webp'),
  jpeg: picture('JPEG', 'jpeg'),
  'webp-loop': loop('Animated WebP', 'webp'),
  ...Object.fromEntries(videos.map((video) => [video.extension, video])),
  ...Object.fromEntries(
    Object.entries(instrumentNamed('pattern').exports).map(([format, { title, extension }]) => [
      format,
      {
        title: `${title} (${extension.toUpperCase()})`,
        group: 'Drawing, shader, network',
        extension,
        written: { format },
        moves: false,
      },
    ]),
  ),
}

/** Settings of a still, whatever the loop is like. */
export function stillOf(settings: Settings): Settings {
  const { frames: _, ...parameters } = settings.parameters
  return { ...settings, parameters }
}

/** Settings of the loop; of a still with so many frames as make four seconds. */
export function loopOf(settings: Settings): Settings {
  const { parameters } = settings
  const given = parameters['frames']
  return typeof given === 'number' && given > 1 ? settings : { ...settings, parameters: { ...parameters, frames } }
}
