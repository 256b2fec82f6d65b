/** The left edge: the instruments that exist, and the room's own buttons. */
import { Contrast, Eye, Library, Map as MapIcon, Puzzle, Settings, Waves, type LucideIcon } from 'lucide-react'
import { instruments } from '../instrument.ts'
import { turnTo, useDocument } from '../state/document.ts'
import { useRoom } from '../state/room.ts'
import { set, useSettings } from '../state/settings.ts'
import { IconButton } from './icon-button.tsx'

/** One icon an instrument; one without gets the eye. */
const icons: Readonly<Record<string, LucideIcon>> = { dream: Eye, pattern: Waves, collage: Puzzle }

/** The rail. */
export function Rail() {
  const page = useRoom((room) => room.page)
  const current = useDocument((document) => document.instrument)
  const theme = useSettings((settings) => settings.theme)
  const other = { system: isDark() ? 'light' : 'dark', light: 'dark', dark: 'light' } as const
  return (
    <nav className="rail" aria-label="Instruments">
      {instruments.map(({ name, title }) => (
        <IconButton
          key={name}
          name={title}
          icon={icons[name] ?? Eye}
          side="right"
          pressed={page === 'instrument' && name === current}
          onPress={() => {
            useRoom.setState({ page: 'instrument', sheet: undefined })
            if (name !== current) turnTo(name, title)
          }}
        />
      ))}
      <span className="rail-line" />
      <IconButton
        name="Collections"
        icon={Library}
        side="right"
        pressed={page === 'collections'}
        onPress={() => useRoom.setState({ page: 'collections', sheet: undefined })}
      />
      <IconButton
        name="Map"
        icon={MapIcon}
        side="right"
        pressed={page === 'map'}
        onPress={() => useRoom.setState({ page: 'map', sheet: undefined })}
      />
      <span className="grow" />
      <IconButton
        name={other[theme] === 'dark' ? 'Dark room' : 'Light room'}
        icon={Contrast}
        side="right"
        onPress={() => set({ theme: other[theme] })}
      />
      <IconButton
        name="Settings"
        icon={Settings}
        side="right"
        pressed={page === 'settings'}
        onPress={() =>
          useRoom.setState({ page: page === 'settings' ? 'instrument' : 'settings', sheet: undefined })
        }
      />
    </nav>
  )
}

const isDark = () => matchMedia('(prefers-color-scheme: dark)').matches
