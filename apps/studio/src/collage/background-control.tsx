/** The ground of a collage: a colour, or none. */
import { useId } from 'react'
import { Switch } from 'react-aria-components/Switch'
import { valueOf, type Field } from '../panel/fields.ts'
import { Row } from '../panel/row.tsx'
import { setParameter, useDocument } from '../state/document.ts'

const white = '#ffffff'

/** The row: a switch for the colour, and the colour. */
export function BackgroundControl({ field }: { field: Field }) {
  const labelId = useId()
  const value = useDocument(({ parameters }) => valueOf(field, parameters))
  const color = typeof value === 'string' && value.startsWith('#') ? value : undefined
  const set = (next: string) => setParameter(field.name, next, field.title)
  return (
    <Row
      field={field}
      labelId={labelId}
      head={
        <span className="ground">
          {color !== undefined && (
            <input
              type="color"
              className="ground-color"
              aria-labelledby={labelId}
              value={color.length === 4 ? color.replace(/[^#]/g, '$&$&') : color}
              onChange={(event) => set(event.target.value)}
            />
          )}
          <Switch
            className="switch"
            aria-label="A colour behind the pieces"
            isSelected={color !== undefined}
            onChange={(on) => set(on ? white : 'none')}
          >
            <span className="switch-track" />
          </Switch>
        </span>
      }
    />
  )
}
