/** Colours of gradients and palettes: the built-in ones, and lists that a person types. */
import { InstrumentError } from '../instrument.ts'
import { streamOf } from './streams.ts'

/** Colours from one end of a gradient to the other; of a palette in any order. */
export interface Palette {
  readonly title: string
  /** `#rrggbb` each. */
  readonly colors: readonly string[]
}

/**
 * The built-in palettes by name, made for Reverie: each runs from dark to light or around a circle of hues, so that
 * it serves as a gradient too.
 */
export const palettes = {
  dusk: { title: 'Dusk', colors: ['#0b1026', '#2a2a5e', '#6d3b7a', '#c25b6b', '#f09a6a', '#fbe3b5'] },
  ember: { title: 'Ember', colors: ['#0d0705', '#3b0f0e', '#8c1f12', '#d9541e', '#f7a73c', '#fff1c9'] },
  lagoon: { title: 'Lagoon', colors: ['#04121f', '#0a3a4f', '#0f7c86', '#49b8a8', '#a9dfc1', '#f5f3df'] },
  moss: { title: 'Moss', colors: ['#10140c', '#2c3a1e', '#5b6b2f', '#9a9f4f', '#d3c98a', '#f6efd8'] },
  porcelain: { title: 'Porcelain', colors: ['#13233f', '#2f4f86', '#7d9cc6', '#c6d5e3', '#f4f1e8', '#d9a27c'] },
  peony: { title: 'Peony', colors: ['#2a0b2b', '#6c1746', '#bd3460', '#ee7f86', '#f8c3b4', '#fdf3ea'] },
  aurora: {
    title: 'Aurora',
    colors: ['#070b1d', '#123a5a', '#11826f', '#62cf8a', '#c9ef9f', '#7a63c9', '#2b1a55'],
  },
  terracotta: {
    title: 'Terracotta',
    colors: ['#231a17', '#5b3427', '#a4553a', '#d98f66', '#ebcaa6', '#e9efe6', '#6f9a97'],
  },
  ink: { title: 'Ink', colors: ['#0e0f12', '#2d3138', '#6b7078', '#b3b3ae', '#ece8de'] },
  citrus: { title: 'Citrus', colors: ['#0f3b3a', '#2f8f6b', '#c9d04a', '#f8c537', '#ee7b30', '#fbf3dd'] },
  iris: { title: 'Iris', colors: ['#120a2e', '#35208a', '#6a56d6', '#a9a2f0', '#e7d9f4', '#f2b9a5', '#b3477a'] },
  carnival: { title: 'Carnival', colors: ['#1b1b3a', '#d7263d', '#f46036', '#f9dc5c', '#2e9d8f', '#f7f4ea'] },
} as const satisfies Readonly<Record<string, Palette>>

/** As many colours as a palette may have. */
const most = 64

/** Name of the built-in palette that a seed gives, for works that name none. */
export function paletteOf(seed: number): string {
  const names = Object.keys(palettes)
  return names[Math.floor(streamOf(seed, 'palette').next() * names.length)]!
}

/**
 * The colours that a palette's text names.
 * @param text name of a built-in palette, or colours as "#rgb" or "#rrggbb" with commas between
 * @returns sRGB from 0 to 1, three numbers a colour
 * @throws InstrumentError when it is neither
 */
export function readPalette(text: string): Float32Array {
  const name = text.trim().toLowerCase()
  const known = (palettes as Readonly<Record<string, Palette>>)[name]
  const colors = known?.colors ?? name.split(',').map((color) => color.trim())
  const wrong = colors.find((color) => !/^#([0-9a-f]{3}|[0-9a-f]{6})$/.test(color))
  if (wrong !== undefined) {
    const found = colors.length === 1 ? `"${text}" is neither` : `"${wrong}" in "${text}" is no colour`
    throw new InstrumentError(
      `A palette is the name of a built-in one or a list of colours like "#102030,#e07a5f,#fff"; ${found}. ` +
        `Built in are: ${Object.keys(palettes).join(', ')}.`,
    )
  }
  if (colors.length < 2 || colors.length > most) {
    throw new InstrumentError(
      `A palette has 2 to ${most} colours, found ${colors.length} in "${text}". Add or leave out some.`,
    )
  }
  return Float32Array.from(colors.flatMap(channels))
}

/** Red, green and blue of `#rgb` or `#rrggbb`, from 0 to 1. */
function channels(color: string): number[] {
  const width = color.length === 4 ? 1 : 2
  return [0, 1, 2].map((channel) => {
    const digits = color.slice(1 + channel * width, 1 + (channel + 1) * width)
    return Number.parseInt(width === 1 ? digits + digits : digits, 16) / 255
  })
}
