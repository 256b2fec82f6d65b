/** Sizes that people need: of this screen, of phones, of prints. */
/** A size of the list. */
export interface NamedSize {
  readonly title: string
  readonly group: string
  readonly width: number
  readonly height: number
  /** Pixels an inch, for prints. */
  readonly dpi?: number
}

const dpi = 300
const millimetres = (value: number) => Math.round((value / 25.4) * dpi)

const print = (title: string, width: number, height: number): NamedSize => ({
  title,
  group: `Print, ${dpi} dpi`,
  width: millimetres(width),
  height: millimetres(height),
  dpi,
})

const screen = (title: string, width: number, height: number): NamedSize => ({
  title,
  group: 'Screen',
  width,
  height,
})

/** This device's screen, in its own pixels. */
function ownScreen(): NamedSize {
  const { width, height } = window.screen
  const scale = window.devicePixelRatio
  return screen('This screen', Math.round(width * scale), Math.round(height * scale))
}

/** The sizes, grouped. */
export const sizes: readonly NamedSize[] = [
  { title: 'Square', group: 'Picture', width: 1080, height: 1080 },
  { title: 'Large square', group: 'Picture', width: 2160, height: 2160 },
  { title: 'Portrait', group: 'Picture', width: 1080, height: 1350 },
  { title: 'Story', group: 'Picture', width: 1080, height: 1920 },
  { title: 'Tile', group: 'Picture', width: 512, height: 512 },
  ownScreen(),
  screen('Full HD', 1920, 1080),
  screen('4K', 3840, 2160),
  screen('Ultra-wide', 3440, 1440),
  screen('Phone', 1290, 2796),
  screen('Tablet', 2048, 2732),
  print('Square, 20 cm', 200, 200),
  print('A4', 210, 297),
  print('A3', 297, 420),
  print('A2, across', 594, 420),
  print('50 × 70 cm', 500, 700),
]
