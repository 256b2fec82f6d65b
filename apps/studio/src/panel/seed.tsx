/** The seed: the number all chance is drawn from. */
import { Dices } from 'lucide-react'
import { Input } from 'react-aria-components/Input'
import { NumberField } from 'react-aria-components/NumberField'
import { IconButton } from '../parts/icon-button.tsx'
import { edit, useDocument } from '../state/document.ts'

/** The row of the seed. */
export function Seed() {
  const seed = useDocument((document) => document.seed)
  const set = (next: number) => {
    if (!Number.isNaN(next) && next !== seed) edit('Seed', { seed: next }, 'seed')
  }
  return (
    <div className="row" data-field="seed">
      <div className="row-head">
        <span className="row-label" id="seed-label">
          Seed
        </span>
        <div className="row-tools">
          <IconButton name="Another seed" icon={Dices} onPress={() => set(Math.floor(Math.random() * 2 ** 32))} />
        </div>
        <NumberField
          aria-labelledby="seed-label"
          className="number number-wide"
          value={seed}
          onChange={set}
          minValue={0}
          maxValue={2 ** 32 - 1}
          step={1}
          formatOptions={{ useGrouping: false }}
        >
          <Input className="number-input" />
        </NumberField>
      </div>
    </div>
  )
}
