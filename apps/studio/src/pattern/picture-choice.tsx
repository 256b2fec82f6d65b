/** A choice made by looking: this very pattern, small, by each of the options. */
import { ChevronDown } from 'lucide-react'
import { useId, useState, type ReactNode } from 'react'
import { valueOf, type Field } from '../panel/fields.ts'
import { Row } from '../panel/row.tsx'
import { setParameter, useDocument } from '../state/document.ts'
import { BitmapCanvas } from './bitmap-canvas.tsx'
import { useSmallPictures } from './small-pictures.ts'

/** Pixels of the screen, a side. */
const side = 62

interface PictureChoiceProps {
  readonly field: Field
  /** Stands below the pictures. */
  readonly below?: ReactNode
}

/** The row of a choice. Its pictures are made when it is opened. */
export function PictureChoice({ field, below }: PictureChoiceProps) {
  const labelId = useId()
  const [isOpen, setOpen] = useState(false)
  const value = useDocument(({ parameters }) => valueOf(field, parameters)) as string
  if (field.kind !== 'choice') return null
  return (
    <Row
      field={field}
      labelId={labelId}
      head={
        <button
          type="button"
          className="choice choice-opener"
          aria-expanded={isOpen}
          aria-label={`${field.title}: ${value}`}
          onClick={() => setOpen(!isOpen)}
        >
          {value}
          <ChevronDown size={14} strokeWidth={1.5} aria-hidden="true" />
        </button>
      }
      body={
        isOpen ? (
          <>
            <Options field={field} value={value} labelId={labelId} />
            {below}
          </>
        ) : null
      }
    />
  )
}

interface OptionsProps {
  readonly field: Field & { kind: 'choice' }
  readonly value: string
  readonly labelId: string
}

function Options({ field, value, labelId }: OptionsProps) {
  const { name, options, title } = field
  const pictures = useSmallPictures(
    `choice ${name}`,
    (settings) =>
      options.map((option) => ({ ...settings, parameters: { ...settings.parameters, [name]: option } })),
    side,
  )
  return (
    <ul className="options" aria-labelledby={labelId}>
      {options.map((option, index) => (
        <li key={option}>
          <button
            type="button"
            className="preset"
            aria-pressed={option === value}
            onClick={() => setParameter(name, option, title)}
          >
            <BitmapCanvas bitmap={pictures[index]} />
            <span>{option}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
