/** What every parameter has around its control: its name and explanation (on hover, or on a press for touch), reset, dice, lock, and a place for notes. */
import { Dices, Lock, LockOpen, RotateCcw } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { Button } from 'react-aria-components/Button'
import { Tooltip, TooltipTrigger } from 'react-aria-components/Tooltip'
import { IconButton } from '../parts/icon-button.tsx'
import { NoteLine } from '../parts/note-line.tsx'
import { setParameter, toggleLock, useDocument } from '../state/document.ts'
import { randomValue, type Field } from './fields.ts'

interface RowProps {
  readonly field: Field
  /** The label's id, by which controls are named. */
  readonly labelId: string
  /** Stands at the right end of the first line: a number, a switch. */
  readonly head?: ReactNode
  /** Stands below, the width of the panel. */
  readonly body?: ReactNode
}

/** A parameter's row. */
export function Row({ field, labelId, head, body }: RowProps) {
  const [isExplained, setExplained] = useState(false)
  const isSet = useDocument(({ parameters }) => parameters[field.name] !== undefined)
  const isLocked = useDocument(({ locked }) => locked.includes(field.name))
  const canRoll = field.kind === 'number' || field.kind === 'switch' || field.kind === 'choice'
  return (
    <div className="row" data-field={field.name} data-locked={isLocked}>
      <div className="row-head">
        <TooltipTrigger delay={500} closeDelay={80}>
          {/* No stop of the Tab key: the controls themselves carry the description. */}
          <Button className="row-label" excludeFromTabOrder onPress={() => setExplained(!isExplained)}>
            <span id={labelId}>{field.title}</span>
          </Button>
          <Tooltip className="tooltip tooltip-wide" placement="left" offset={12}>
            {field.description}
          </Tooltip>
        </TooltipTrigger>
        <div className="row-tools">
          {isSet && (
            <IconButton
              name={`Reset ${field.title}`}
              icon={RotateCcw}
              onPress={() => setParameter(field.name, undefined, `Reset ${field.title}`)}
            />
          )}
          {canRoll && !isLocked && (
            <IconButton
              name={`Randomise ${field.title}`}
              icon={Dices}
              onPress={() => setParameter(field.name, randomValue(field, Math.random), `Randomise ${field.title}`)}
            />
          )}
          <IconButton
            name={`Lock ${field.title}`}
            icon={isLocked ? Lock : LockOpen}
            pressed={isLocked}
            className="row-lock"
            onPress={() => toggleLock(field.name)}
          />
        </div>
        {head}
      </div>
      {isExplained && <p className="row-text">{field.description}</p>}
      {body}
      <NoteLine place={`field ${field.name}`} />
    </div>
  )
}
