/** A format, and the button that saves in it; while that goes on, the button stops it. */
import { Download, Square } from 'lucide-react'
import { Button } from 'react-aria-components/Button'
import { end, useRun } from '../state/run.ts'

interface SaveProps {
  /** By name, in their order, each under its heading. */
  readonly formats: Readonly<Record<string, { readonly title: string; readonly group: string }>>
  readonly format: string
  readonly onFormat: (format: string) => void
  readonly onSave: () => void
}

/** The two. */
export function Save({ formats, format, onFormat, onSave }: SaveProps) {
  const { phase, share } = useRun()
  const isBusy = phase !== 'idle'
  const groups = Map.groupBy(Object.entries(formats), ([, { group }]) => group)
  return (
    <div className="save">
      <select
        className="choice"
        aria-label="Format"
        value={format}
        onChange={(event) => onFormat(event.target.value)}
      >
        {[...groups].map(([group, list]) => (
          <optgroup key={group} label={group}>
            {list.map(([name, { title }]) => (
              <option key={name} value={name}>
                {title}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
      <Button className="button save-button" onPress={() => (isBusy ? end() : onSave())}>
        {isBusy ? (
          <Square size={14} strokeWidth={1.5} aria-hidden="true" fill="currentColor" />
        ) : (
          <Download size={16} strokeWidth={1.5} aria-hidden="true" />
        )}
        {isBusy ? 'Stop' : 'Save'}
        {isBusy && (
          <span
            className="primary-share"
            style={{ transform: `scaleX(${share ?? 0})` }}
            data-unknown={share === undefined}
          />
        )}
      </Button>
    </div>
  )
}
