/** What one plays on: the pad, a slider a latent, the dice with its locks. Always in reach, on a phone of the thumb. */
import { Dices, Grid3x3, Lock, LockOpen } from 'lucide-react'
import { useState } from 'react'
import { Input } from 'react-aria-components/Input'
import { NumberField } from 'react-aria-components/NumberField'
import { Slider, SliderThumb, SliderTrack } from 'react-aria-components/Slider'
import { IconButton } from '../parts/icon-button.tsx'
import { toggleLock, useDocument } from '../state/document.ts'
import { openBreeding } from './breeding-state.ts'
import { lockOf, locksOf, parts, type Part } from './chance.ts'
import { extentOf, LatentPad } from './latent-pad.tsx'
import { farthest, placeLatents } from './latents.ts'
import { latentsNow, useLatents, usePicture } from './live.ts'
import { rollDice } from './play.ts'

/** The deck. */
export function Deck() {
  const count = usePicture(({ latents }) => latents.length)
  const [chosen, setPair] = useState<readonly [number, number]>([0, 1])
  const pair = chosen.every((number) => number < count) ? chosen : ([0, 1] as const)
  return (
    <section className="deck" aria-label="Latents and chance">
      {count > 1 && <LatentPad pair={pair} />}
      <div className="deck-side">
        {count > 2 && <Pair pair={pair} count={count} onChange={setPair} />}
        <div className="latents">
          {Array.from({ length: count }, (_, number) => (
            <Latent key={number} number={number} />
          ))}
        </div>
      </div>
      <Chance />
    </section>
  )
}

/** One latent: a slider, and the number itself to type. */
function Latent({ number }: { number: number }) {
  const value = useLatents()[number] ?? 0
  const name = `Z${number + 1}`
  const extent = extentOf(value, 0)
  const set = (next: number) => {
    if (!Number.isNaN(next) && next !== value)
      placeLatents(
        latentsNow().map((latent, index) => (index === number ? next : latent)),
        name,
      )
  }
  return (
    <div className="latent" data-latent={number + 1}>
      <span aria-hidden="true">{name}</span>
      <Slider
        className="slider"
        aria-label={name}
        minValue={-extent}
        maxValue={extent}
        step={0.001}
        value={value}
        onChange={set}
      >
        <SliderTrack className="slider-track">
          {({ state }) => (
            <>
              <div className="slider-line" />
              <div className="slider-fill" style={{ width: `${state.getThumbPercent(0) * 100}%` }} />
              <SliderThumb className="slider-thumb" aria-label={name} />
            </>
          )}
        </SliderTrack>
      </Slider>
      <NumberField
        className="number"
        aria-label={`${name} as a number`}
        value={Number(value.toFixed(3))}
        onChange={set}
        minValue={-farthest}
        maxValue={farthest}
        step={0.001}
        formatOptions={{ maximumFractionDigits: 3, useGrouping: false }}
      >
        <Input className="number-input" />
      </NumberField>
    </div>
  )
}

interface PairProps {
  readonly pair: readonly [number, number]
  readonly count: number
  readonly onChange: (pair: readonly [number, number]) => void
}

/** Which two of many latents the pad plays. */
function Pair({ pair, count, onChange }: PairProps) {
  const [x, y] = pair
  const choice = (label: string, value: number, taken: number, set: (number: number) => void) => (
    <select
      className="choice"
      aria-label={label}
      value={value}
      onChange={(event) => set(Number(event.target.value))}
    >
      {Array.from({ length: count }, (_, number) => (
        <option key={number} value={number} disabled={number === taken}>
          Z{number + 1}
        </option>
      ))}
    </select>
  )
  return (
    <div className="pair">
      {choice('The pad to the right', x, y, (number) => onChange([number, y]))}
      <span aria-hidden="true">×</span>
      {choice('The pad upwards', y, x, (number) => onChange([x, number]))}
    </div>
  )
}

/** The dice and what they leave alone; a sheet to breed from. */
function Chance() {
  const locked = useDocument((document) => document.locked)
  const locks = locksOf(locked)
  return (
    <div className="chance">
      <IconButton name="Roll the dice for all that is not locked" keys="R" icon={Dices} onPress={rollDice} />
      <fieldset className="locks" aria-label="Locked against chance">
        {(Object.keys(parts) as Part[]).map((part) => {
          const Icon = locks[part] ? Lock : LockOpen
          return (
            <button
              key={part}
              type="button"
              className="lock"
              aria-pressed={locks[part]}
              aria-label={`Lock ${parts[part].toLowerCase()}`}
              onClick={() => toggleLock(lockOf(part))}
            >
              <Icon size={14} strokeWidth={1.5} aria-hidden="true" />
              {parts[part]}
            </button>
          )
        })}
      </fieldset>
      <span className="grow" />
      <IconButton name="Variations, to breed from" keys="V" icon={Grid3x3} onPress={openBreeding} />
    </div>
  )
}
