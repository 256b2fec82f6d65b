/** The one primary action: it never moves, and while it works it is Stop. */
import { Download, Play, RotateCcw, Square } from 'lucide-react'
import { useState } from 'react'
import { Button } from 'react-aria-components/Button'
import type { InstrumentDescription } from '../instrument.ts'
import { edit, useDocument } from '../state/document.ts'
import { note, problem } from '../state/room.ts'
import { canResume, make, press, useRun, type Run } from '../state/run.ts'
import { save, type SaveFormat } from '../state/save.ts'
import { useSettings } from '../state/settings.ts'
import { useShelf, workOf } from '../state/shelf.ts'
import { figuresOf } from './figures.ts'
import { IconButton } from './icon-button.tsx'
import { NoteLine } from './note-line.tsx'
import { Tools } from './tools.tsx'

/** The action with its figures, and what can be done with the result. */
export function Action({ instrument }: { instrument: InstrumentDescription }) {
  const run = useRun()
  const document = useDocument()
  const hasPicture = Object.entries(instrument.inputs).every(
    ([name, port]) => !port.required || document.inputs[name]?.length,
  )
  const isBusy = run.phase === 'loading' || run.phase === 'working'
  const resumes = canResume(document, run)
  return (
    <section className="action" aria-label={instrument.title}>
      <NoteLine place="action" />
      <div className="action-line">
        <Button className="primary" data-busy={isBusy} onPress={press} isDisabled={!hasPicture && !isBusy}>
          {isBusy ? (
            <Square size={15} strokeWidth={1.5} aria-hidden="true" fill="currentColor" />
          ) : (
            <Play size={15} strokeWidth={1.5} aria-hidden="true" fill="currentColor" />
          )}
          {isBusy ? 'Stop' : resumes ? 'Resume' : instrument.title}
          {run.phase !== 'idle' && (
            <span
              className="primary-share"
              style={{ transform: `scaleX(${run.share ?? 0})` }}
              data-unknown={run.share === undefined}
            />
          )}
        </Button>
        {resumes ? (
          <IconButton name="Start over" icon={RotateCcw} className="beside" onPress={() => void make()} />
        ) : (
          <Button className="button another" isDisabled={!hasPicture || isBusy} onPress={another}>
            Another
          </Button>
        )}
      </div>
      <p className="action-figures figure">{figuresOf(run) || '\u00a0'}</p>
      <Provider run={run} />
      <div className="action-tools">
        <Tools />
        <SaveButton />
      </div>
    </section>
  )
}

/** The same settings with another seed. */
export function another(): void {
  edit('Another like this', { seed: Math.floor(Math.random() * 2 ** 32) })
  void make()
}

const wanted = {
  auto: 'gpu' in navigator ? 'WebGPU where there is one' : 'WebAssembly',
  webgpu: 'WebGPU',
  wasm: 'WebAssembly',
  reproducible: 'WebAssembly, reproducible',
}

function Provider({ run }: { run: Run }) {
  const provider = useSettings((settings) => settings.provider)
  return (
    <p className="action-provider" data-testid="provider">
      {run.provider ?? wanted[provider]}
    </p>
  )
}

const formats: Readonly<Record<SaveFormat, string>> = { png: 'PNG', jpeg: 'JPEG', webp: 'WebP' }

function SaveButton() {
  const work = useDocument((document) => document.work)
  useShelf((shelf) => shelf.works.length)
  const [format, setFormat] = useState<SaveFormat>('png')
  const shown = workOf(work)
  return (
    <div className="save">
      <select
        className="choice"
        aria-label="Format"
        value={format}
        disabled={!shown}
        onChange={(event) => setFormat(event.target.value as SaveFormat)}
      >
        {Object.entries(formats).map(([value, title]) => (
          <option key={value} value={value}>
            {title}
          </option>
        ))}
      </select>
      <Button
        className="button"
        isDisabled={!shown}
        onPress={() => {
          note('action', undefined)
          save(shown!, format).catch((error: unknown) => problem('action', error))
        }}
      >
        <Download size={16} strokeWidth={1.5} aria-hidden="true" />
        Save
      </Button>
    </div>
  )
}
