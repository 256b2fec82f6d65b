/** Palettes chosen by looking: the built-in ones as strips, the seed's, or colours of one's own. */
import { useId } from 'react'
import { palettes } from '../instrument.ts'
import type { Field } from '../panel/fields.ts'
import { Row } from '../panel/row.tsx'
import { setParameter, useDocument } from '../state/document.ts'
import { usePicture } from './live.ts'

/** The row; nothing where the network's outputs are the colours. */
export function PaletteControl({ field }: { field: Field }) {
  const labelId = useId()
  const colors = usePicture((picture) => picture.colors)
  const value = useDocument(({ parameters }) => parameters[field.name]) as string | undefined
  const isNamed = value !== undefined && Object.hasOwn(palettes, value)
  const set = (next: string | undefined) => setParameter(field.name, next || undefined, field.title)
  if (colors.length === 0) return null
  return (
    <Row
      field={field}
      labelId={labelId}
      body={
        <>
          <Strip colors={colors} className="strip strip-used" />
          <ul className="palettes" aria-labelledby={labelId}>
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

function Strip({ colors, className }: { colors: readonly string[]; className: string }) {
  return <span className={className} style={{ background: `linear-gradient(to right, ${colors.join(', ')})` }} />
}
