/** Layers chosen by looking: a tile a layer, with what it dreams into this picture; a weight for each that is chosen. */
import { Eye, Square } from 'lucide-react'
import { useEffect, useId } from 'react'
import { Slider, SliderThumb, SliderTrack } from 'react-aria-components/Slider'
import { instrumentNamed, type Parameters } from '../instrument.ts'
import { useObjectUrl } from '../parts/object-url.ts'
import { setParameter, useDocument } from '../state/document.ts'
import { look, recallLooks, useLooks } from '../state/looks.ts'
import { useModels } from '../state/models.ts'
import { problem } from '../state/room.ts'
import { useRun } from '../state/run.ts'
import { network } from '../workers/network-client.ts'
import type { Field } from './fields.ts'
import { Row } from './row.tsx'

const shipped = import.meta.glob<string>('../../looks/*/*.webp', { eager: true, import: 'default', query: '?url' })

/** The network that the parameters name, else the instrument's own choice. */
function modelOf(instrument: string, parameters: Parameters): string {
  return (parameters['model'] ?? instrumentNamed(instrument).schema.properties['model']?.default ?? '') as string
}

type Weights = Readonly<Record<string, number>>

/** The row. */
export function LayersControl({ field }: { field: Field }) {
  const labelId = useId()
  const modelId = useDocument(({ instrument, parameters }) => modelOf(instrument, parameters))
  const model = useModels(({ models }) => models.find(({ id }) => id === modelId))
  const chosen = useDocument(({ parameters }) => parameters[field.name]) as Weights | undefined
  const picture = useDocument(({ inputs }) => inputs['image']?.[0])
  const isGuided = useDocument(({ inputs }) => (inputs['guide']?.length ?? 0) > 0)
  const isBusy = useRun(({ phase }) => phase === 'loading' || phase === 'working')
  const { looks, isLooking } = useLooks()
  useEffect(() => void recallLooks(picture, modelId), [picture, modelId])
  if (!model) return null
  const weights = chosen ?? (isGuided ? { [model.guideLayer]: 1 } : model.defaultLayers)
  const names = [
    ...model.telling.map(({ name }) => name),
    ...Object.keys(weights).filter((name) => !model.telling.some((one) => one.name === name)),
  ]
  const set = (next: Weights) =>
    setParameter(field.name, Object.keys(next).length > 0 ? { ...next } : undefined, field.title)
  const toggle = (name: string) => {
    const { [name]: had, ...rest } = weights
    set(had === undefined ? { ...weights, [name]: 1 } : rest)
  }
  const isComplete = model.telling.every(({ name }) => looks[name])
  return (
    <Row
      field={field}
      labelId={labelId}
      head={
        picture && !isComplete ? (
          <button
            type="button"
            className="look"
            disabled={isBusy}
            onClick={() => {
              if (isLooking) void network().end()
              else look(picture, modelId).catch((error: unknown) => problem(`field ${field.name}`, error))
            }}
          >
            {isLooking ? (
              <Square size={12} strokeWidth={1.5} aria-hidden="true" />
            ) : (
              <Eye size={14} strokeWidth={1.5} aria-hidden="true" />
            )}
            {isLooking ? 'Stop' : 'See in this picture'}
          </button>
        ) : null
      }
      body={
        <>
          <ul className="layers" data-looking={isLooking}>
            {names.map((name) => (
              <li key={name}>
                <button
                  type="button"
                  className="layer"
                  aria-pressed={weights[name] !== undefined}
                  data-own={looks[name] !== undefined}
                  aria-label={`Layer ${short(name)}`}
                  title={name}
                  onClick={() => toggle(name)}
                >
                  <Tile own={looks[name]} shipped={shipped[`../../looks/${modelId}/${name}.webp`]} />
                  <span>{short(name)}</span>
                </button>
              </li>
            ))}
          </ul>
          {chosen && Object.entries(chosen).length > 1 && (
            <div className="weights">
              {Object.entries(chosen).map(([name, weight]) => (
                <Weight
                  key={name}
                  name={name}
                  weight={weight}
                  onChange={(next) => set({ ...chosen, [name]: next })}
                />
              ))}
            </div>
          )}
        </>
      }
    />
  )
}

/** Keras' names are long: "activation_3" reads as "act 3". */
const short = (name: string) =>
  name
    .replace(/^activation_/, 'act ')
    .replace(/^block_(\d+)_.*/, 'block $1')
    .replace(/^conv2d_/, 'conv ')

function Tile({ own, shipped }: { own: Blob | undefined; shipped: string | undefined }) {
  const source = useObjectUrl(own) ?? shipped
  return (
    <span className="layer-detail">
      {source ? <img src={source} alt="" loading="lazy" draggable={false} /> : <span className="layer-blank" />}
    </span>
  )
}

function Weight({ name, weight, onChange }: { name: string; weight: number; onChange: (weight: number) => void }) {
  return (
    <Slider
      className="weight"
      aria-label={`Weight of ${name}`}
      minValue={0.05}
      maxValue={4}
      step={0.05}
      value={weight}
      onChange={(value) => onChange(value)}
    >
      <span>{short(name)}</span>
      <SliderTrack className="slider-track">
        {({ state }) => (
          <>
            <div className="slider-line" />
            <div className="slider-fill" style={{ width: `${state.getThumbPercent(0) * 100}%` }} />
            <SliderThumb className="slider-thumb" aria-label={`Weight of ${name}`} />
          </>
        )}
      </SliderTrack>
      <span className="figure">{weight.toFixed(2)}</span>
    </Slider>
  )
}
