/** The small controls: yes or no, one of a few words, words typed in. */
import { useId } from 'react'
import { Switch } from 'react-aria-components/Switch'
import { setParameter, useDocument } from '../state/document.ts'
import { valueOf, type ChoiceField, type OtherField, type SwitchField } from './fields.ts'
import { Row } from './row.tsx'

/** The row of a yes or no. */
export function SwitchControl({ field }: { field: SwitchField }) {
  const labelId = useId()
  const value = useDocument(({ parameters }) => valueOf(field, parameters)) === true
  return (
    <Row
      field={field}
      labelId={labelId}
      head={
        <Switch
          className="switch"
          aria-labelledby={labelId}
          isSelected={value}
          onChange={(on) => setParameter(field.name, on, field.title)}
        >
          <span className="switch-track" />
        </Switch>
      }
    />
  )
}

/** The row of a choice. */
export function ChoiceControl({
  field,
  titles,
}: {
  field: ChoiceField
  titles?: Readonly<Record<string, string>>
}) {
  const labelId = useId()
  const value = useDocument(({ parameters }) => valueOf(field, parameters))
  return (
    <Row
      field={field}
      labelId={labelId}
      head={
        <select
          className="choice"
          aria-labelledby={labelId}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => setParameter(field.name, event.target.value, field.title)}
        >
          {field.options.map((option) => (
            <option key={option} value={option}>
              {titles?.[option] ?? option}
            </option>
          ))}
        </select>
      }
    />
  )
}

/** The row of a text. */
export function TextControl({ field }: { field: OtherField }) {
  const labelId = useId()
  const value = useDocument(({ parameters }) => valueOf(field, parameters))
  return (
    <Row
      field={field}
      labelId={labelId}
      body={
        <input
          className="text"
          aria-labelledby={labelId}
          value={typeof value === 'string' ? value : ''}
          spellCheck={false}
          onChange={(event) => setParameter(field.name, event.target.value || undefined, field.title)}
        />
      }
    />
  )
}
