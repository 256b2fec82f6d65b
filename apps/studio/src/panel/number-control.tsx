/** A number: a slider to feel for it, and the number itself to type. */
import { useId } from 'react'
import { Input } from 'react-aria-components/Input'
import { NumberField as NumberInput } from 'react-aria-components/NumberField'
import { Slider, SliderThumb, SliderTrack } from 'react-aria-components/Slider'
import { setParameter, useDocument } from '../state/document.ts'
import { positionOf, valueAt, valueOf, type NumberField } from './fields.ts'
import { Row } from './row.tsx'

const resolution = 1000

/** The row of a number. */
export function NumberControl({ field }: { field: NumberField }) {
  const labelId = useId()
  const value = useDocument(({ parameters }) => valueOf(field, parameters)) as number | undefined
  const set = (next: number) => {
    if (Number.isNaN(next)) setParameter(field.name, undefined, field.title)
    else if (next !== value) setParameter(field.name, next, field.title)
  }
  // A curved slider moves in thousandths of its length; a plain one in the field's own steps.
  const scale = field.curved
    ? {
        minValue: 0,
        maxValue: resolution,
        step: 1,
        at: (number: number) => positionOf(number, field) * resolution,
        from: (place: number) => valueAt(place / resolution, field),
      }
    : {
        minValue: field.minimum,
        maxValue: field.maximum,
        step: field.step,
        at: (number: number) => number,
        from: (place: number) => place,
      }
  return (
    <Row
      field={field}
      labelId={labelId}
      head={
        <div className="number">
          <NumberInput
            aria-labelledby={labelId}
            aria-description={field.description}
            value={value ?? Number.NaN}
            onChange={set}
            minValue={field.minimum}
            maxValue={field.maximum}
            step={field.step}
            formatOptions={{ maximumFractionDigits: 4, useGrouping: false }}
          >
            <Input className="number-input" placeholder="auto" />
          </NumberInput>
          {field.unit && <span className="number-unit">{field.unit}</span>}
        </div>
      }
      body={
        <Slider
          className="slider"
          aria-labelledby={labelId}
          minValue={scale.minValue}
          maxValue={scale.maxValue}
          step={scale.step}
          value={value === undefined ? scale.maxValue : scale.at(value)}
          onChange={(place) => set(scale.from(place))}
        >
          <SliderTrack className="slider-track">
            {({ state }) => (
              <>
                <div className="slider-line" />
                <div className="slider-fill" style={{ width: `${state.getThumbPercent(0) * 100}%` }} />
                <SliderThumb className="slider-thumb" aria-labelledby={labelId} />
              </>
            )}
          </SliderTrack>
        </Slider>
      }
    />
  )
}
