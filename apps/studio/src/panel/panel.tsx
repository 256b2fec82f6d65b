/** The instrument's parameters, drawn from its schema: presets, pictures, the five that matter first, the rest behind "more". */
import { ChevronDown, Dices } from 'lucide-react'
import { useMemo, useState, type ComponentType, type ReactNode } from 'react'
import { IconButton } from '../parts/icon-button.tsx'
import type { InstrumentDescription } from '../instrument.ts'
import { edit, useDocument } from '../state/document.ts'
import { useModels } from '../state/models.ts'
import { fieldsOf, randomValue, type Field, type ModelField } from './fields.ts'
import { NumberControl } from './number-control.tsx'
import { Ports } from './ports.tsx'
import { Presets } from './presets.tsx'
import { Seed } from './seed.tsx'
import { ChoiceControl, SwitchControl, TextControl } from './word-controls.tsx'

interface PanelProps {
  readonly instrument: InstrumentDescription
  /** The page's own controls, by a parameter's name or by its kind; of constant identity. */
  readonly controls?: Readonly<Record<string, ComponentType<{ field: Field }>>>
  /** Names of parameters that the page has its own place for; of constant identity. */
  readonly without?: readonly string[]
  /** What presets leave as it is. */
  readonly keeps?: readonly string[]
  /** The page has dice of its own. */
  readonly withoutDice?: boolean
  /** Stands above everything else: what the work is made of. */
  readonly source?: ReactNode
}

/** The panel. */
export function Panel({ instrument, controls, without, keeps, withoutDice, source }: PanelProps) {
  const { first, more } = useMemo(() => fieldsOf(instrument, without), [instrument, without])
  const [isOpen, setOpen] = useState(false)
  const changed = useDocument(
    ({ parameters }) => more.filter((field) => parameters[field.name] !== undefined).length,
  )
  const draw = (field: Field) => {
    const Own = controls?.[field.name] ?? controls?.[field.kind]
    return <div key={field.name}>{Own ? <Own field={field} /> : <Control field={field} />}</div>
  }
  const needsPicture = Object.values(instrument.inputs).some(({ kind, required }) => required && kind === 'image')
  const groups = [...new Set(more.map((field) => field.group ?? ''))]
  return (
    <div className="panel-body">
      <header className="panel-head">
        <h2 className="title">{instrument.title}</h2>
        {!withoutDice && (
          <IconButton
            name="Randomise all that is not locked"
            icon={Dices}
            side="left"
            onPress={() => randomise([...first, ...more])}
          />
        )}
      </header>
      <p className="panel-summary">{instrument.summary}</p>
      {source}
      <Presets instrument={instrument} {...(keeps && { keeps })} />
      {needsPicture && <Ports instrument={instrument} />}
      {first.map(draw)}
      <Seed />
      {!needsPicture && <Ports instrument={instrument} />}
      <button type="button" className="more" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <ChevronDown size={16} strokeWidth={1.5} aria-hidden="true" />
        {isOpen ? 'Less' : 'More'}
        {!isOpen && changed > 0 && <span className="figure">{changed} changed</span>}
      </button>
      {isOpen &&
        groups.map((group) => (
          <section key={group} className="group" aria-label={group}>
            <h3>{group}</h3>
            {more.filter((field) => (field.group ?? '') === group).map(draw)}
          </section>
        ))}
    </div>
  )
}

function Control({ field }: { field: Field }) {
  if (field.kind === 'number') return <NumberControl field={field} />
  if (field.kind === 'switch') return <SwitchControl field={field} />
  if (field.kind === 'choice') return <ChoiceControl field={field} />
  if (field.kind === 'model') return <ModelControl field={field} />
  return <TextControl field={field} />
}

function ModelControl({ field }: { field: ModelField }) {
  const titles = Object.fromEntries(useModels(({ models }) => models).map(({ id, title }) => [id, title]))
  return <ChoiceControl field={{ ...field, kind: 'choice', options: Object.keys(titles) }} titles={titles} />
}

/** Rolls the dice for the numbers that make a picture's character; sizes, films and switches stay as they are. */
function randomise(fields: readonly Field[]): void {
  const { parameters, locked } = useDocument.getState()
  const rolled = { ...parameters }
  for (const field of fields) {
    if (field.rank === undefined || locked.includes(field.name)) continue
    const value = randomValue(field, Math.random)
    if (value !== undefined) rolled[field.name] = value
  }
  edit('Randomise', { parameters: rolled, seed: Math.floor(Math.random() * 2 ** 32) })
}
