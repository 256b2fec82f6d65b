/** Palettes chosen by looking: the built-in ones as strips, the seed's, or colours of one's own. */
import { useId } from 'react'
import { palettes } from '../instrument.ts'
import type { Field } from '../panel/fields.ts'
import { Row } from '../panel/row.tsx'
import { setParameter, useDocument } from '../state/document.ts'
import { PictureChoice } from './picture-choice.tsx'
import { usePicture } from './live.ts'

const set = (next: string | undefined) => setParameter('palette', next || undefined, 'Palette')

/** The row of the palette; nothing where the network's outputs are the colours. */
export function PaletteControl({ field }: { field: Field }) {
  const labelId = useId()
  const colors = usePicture((picture) => picture.colors)
  const value = usePalette()
  if (colors.length === 0) return null
  const isNamed = value !== undefined && Object.hasOwn(palettes, value)
  return (
    <Row
      field={field}
      labelId={labelId}
      body={
        <>
          <Strip colors={colors} className="strip strip-used" />
          <Palettes labelId={labelId} />
          <input
            className="text"
            aria-label="Colours of your own"
            placeholder="#102030, #e07a5f, #fff"
            spellCheck={false}
            value={isNamed ? '' : (value ?? '')}
            onChange={(event) => set(event.target.value)}
          />
        </>
      }
    />
  )
}

/** The row of the colour mode, with the palettes where it has any use for them. */
export function ColorControl({ field }: { field: Field }) {
  const isUsed = usePicture((picture) => picture.colors.length > 0)
  return <PictureChoice field={field} below={isUsed && <Palettes />} />
}

const usePalette = () => useDocument(({ parameters }) => parameters['palette']) as string | undefined

/** The built-in palettes; the one that is chosen, pressed again, leaves the choice to the seed. */
function Palettes({ labelId }: { labelId?: string }) {
  const value = usePalette()
  return (
    <ul className="palettes" {...(labelId ? { 'aria-labelledby': labelId } : { 'aria-label': 'Palettes' })}>
      {Object.entries(palettes).map(([name, palette]) => (
        <li key={name}>
          <button
            type="button"
            className="palette"
            aria-label={palette.title}
            title={palette.title}
            aria-pressed={value === name}
            onClick={() => set(value === name ? undefined : name)}
          >
            <Strip colors={palette.colors} className="strip" />
          </button>
        </li>
      ))}
    </ul>
  )
}

function Strip({ colors, className }: { colors: readonly string[]; className: string }) {
  return <span className={className} style={{ background: `linear-gradient(to right, ${colors.join(', ')})` }} />
}
