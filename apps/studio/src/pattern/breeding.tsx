/** The breeding sheet as a dialog over the room: choose parents, breed, go back, take one. Loaded when it is opened. */
import { ChevronLeft, ChevronRight, X } from 'lucide-react'
import { useRef, type KeyboardEvent } from 'react'
import { Button } from 'react-aria-components/Button'
import { Dialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { IconButton } from '../parts/icon-button.tsx'
import { useDocument } from '../state/document.ts'
import { BitmapCanvas } from './bitmap-canvas.tsx'
import {
  breed,
  closeBreeding,
  resizeSheet,
  take,
  toggleParent,
  turnGeneration,
  useBreeding,
} from './breeding-state.ts'
import { locksOf, parts, type Part } from './chance.ts'

/** The dialog. */
export default function Breeding() {
  const { generations, at, chosen, side, strength } = useBreeding()
  const locks = locksOf(useDocument((document) => document.locked))
  const generation = generations[at]
  if (!generation) return null
  const one = chosen.length === 1 ? chosen[0]! : undefined
  const held = (Object.keys(parts) as Part[]).filter((part) => locks[part]).map((part) => parts[part].toLowerCase())
  return (
    <ModalOverlay className="overlay" isOpen isDismissable onOpenChange={closeBreeding}>
      <Modal>
        <Dialog className="breeding">
          <header className="breeding-head">
            <Heading slot="title">Variations</Heading>
            <p className="breeding-hint">
              Choose one parent or several; a double click takes a picture.
              {held.length > 0 && ` Locked: ${held.join(', ')}.`}
            </p>
            <span className="grow" />
            {([3, 5] as const).map((one) => (
              <button
                key={one}
                type="button"
                className="lock figure"
                aria-pressed={side === one}
                onClick={() => side !== one && resizeSheet(one)}
              >
                {one} × {one}
              </button>
            ))}
            <IconButton name="Close" icon={X} onPress={closeBreeding} />
          </header>
          <Sheet key={at} side={Math.sqrt(generation.logs.length)} />
          <footer className="breeding-foot">
            <IconButton
              name="Generation before"
              icon={ChevronLeft}
              isDisabled={at === 0}
              onPress={() => turnGeneration(-1)}
            />
            <span className="figure">
              {at + 1} / {generations.length}
            </span>
            <IconButton
              name="Generation after"
              icon={ChevronRight}
              isDisabled={at === generations.length - 1}
              onPress={() => turnGeneration(1)}
            />
            <label className="strength">
              How far
              <input
                type="range"
                min={0.2}
                max={3}
                step={0.1}
                value={strength}
                onChange={(event) => useBreeding.setState({ strength: Number(event.target.value) })}
              />
            </label>
            <span className="grow" />
            <Button className="button" isDisabled={one === undefined} onPress={() => take(one!)}>
              Take this one
            </Button>
            <Button className="primary breed" onPress={breed}>
              {chosen.length > 1 ? `Cross ${chosen.length}` : 'Breed'}
            </Button>
          </footer>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

/** The cells: a click chooses a parent, two take the picture. Arrow keys go from cell to cell. */
function Sheet({ side }: { side: number }) {
  const { generations, at, chosen } = useBreeding()
  const { logs, parents, pictures } = generations[at]!
  const grid = useRef<HTMLFieldSetElement>(null)
  const go = (event: KeyboardEvent, cell: number) => {
    const strides: Readonly<Record<string, number>> = {
      ArrowLeft: -1,
      ArrowRight: 1,
      ArrowUp: -side,
      ArrowDown: side,
    }
    const stride = strides[event.key]
    if (event.key === 'Enter') take(cell)
    else if (stride !== undefined) grid.current?.querySelectorAll<HTMLElement>('.cell')[cell + stride]?.focus()
    else return
    event.preventDefault()
  }
  return (
    <fieldset
      ref={grid}
      className="sheet"
      aria-label="Space chooses a parent, Enter takes the picture"
      style={{ gridTemplateColumns: `repeat(${side}, 1fr)` }}
    >
      {logs.map((log, cell) => (
        <button
          // oxlint-disable-next-line react/no-array-index-key -- a cell is its place
          key={cell}
          type="button"
          className="cell"
          aria-pressed={chosen.includes(cell)}
          aria-label={`${parents.includes(cell) ? 'Parent' : 'Variation'} ${cell + 1}`}
          data-parent={parents.includes(cell)}
          onClick={() => toggleParent(cell)}
          onDoubleClick={() => take(cell)}
          onKeyDown={(event) => go(event, cell)}
        >
          <BitmapCanvas bitmap={pictures[cell]} />
        </button>
      ))}
    </fieldset>
  )
}
