/** Ready-made characters of an instrument. Choosing one sets its parameters and puts the others back, locks excepted. */
import type { InstrumentDescription, Parameters } from '../instrument.ts'
import { edit, useDocument } from '../state/document.ts'

const thumbnails = import.meta.glob<string>('../../presets/*/*.webp', {
  eager: true,
  import: 'default',
  query: '?url',
})

const nothing: readonly string[] = []

interface PresetsProps {
  readonly instrument: InstrumentDescription
  /** Parameters that presets leave as they are. */
  readonly keeps?: readonly string[]
}

/** The presets as small pictures, or words where no picture was made. */
export function Presets({ instrument, keeps = nothing }: PresetsProps) {
  const parameters = useDocument((document) => document.parameters)
  const locked = useDocument((document) => document.locked)
  const entries = Object.entries(instrument.presets)
  if (entries.length === 0) return null
  return (
    <ul className="presets" aria-label="Presets">
      {entries.map(([name, preset]) => {
        const picture = thumbnails[`../../presets/${instrument.name}/${name}.webp`]
        const next = applied(preset.parameters, parameters, [...locked, ...keeps])
        return (
          <li key={name}>
            <button
              type="button"
              className="preset"
              title={preset.description}
              aria-pressed={same(next, parameters)}
              onClick={() => edit(preset.title, { parameters: next })}
            >
              {picture && <img src={picture} alt="" width={64} height={64} loading="lazy" />}
              <span>{preset.title}</span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}

function applied(preset: Parameters, now: Parameters, locked: readonly string[]): Parameters {
  const held = Object.fromEntries(Object.entries(now).filter(([name]) => locked.includes(name)))
  return { ...Object.fromEntries(Object.entries(preset).filter(([name]) => !locked.includes(name))), ...held }
}

const textOf = (value: Parameters) => JSON.stringify(Object.entries(value).sort(([x], [y]) => (x < y ? -1 : 1)))

const same = (a: Parameters, b: Parameters) => textOf(a) === textOf(b)
