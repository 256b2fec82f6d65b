/** The one primary action, another network; what draws; keeping and saving, which go on while one plays. */
import { useShallow } from 'zustand/react/shallow'
import { AnotherOrKeep } from '../parts/another-or-keep.tsx'
import { figuresOf } from '../parts/figures.ts'
import { NoteLine } from '../parts/note-line.tsx'
import { Save } from '../parts/save.tsx'
import { Tools } from '../parts/tools.tsx'
import { useRun } from '../state/run.ts'
import { formats } from './formats.ts'
import { settingsSeen, usePicture } from './live.ts'
import { drawAnother, keep, saveNow, useFormat } from './play.ts'

/** The action. */
export function PatternAction() {
  const run = useRun()
  const isBusy = run.phase !== 'idle'
  return (
    <section className="action" aria-label="Pattern">
      <NoteLine place="action" />
      <AnotherOrKeep onAnother={drawAnother} onKeep={() => void keep()} isBusy={isBusy} />
      <p className="action-figures figure">{isBusy ? figuresOf(run) : <Drawn />}</p>
      <Chaos />
      <div className="action-tools">
        <Tools settings={settingsSeen} />
        <SaveAs />
      </div>
    </section>
  )
}

const names = { webgl: 'WebGL', kernel: 'WebAssembly' } as const

/** What drew the picture, and how long it took; never empty, so that nothing below it moves. */
function Drawn() {
  const { path, why, took } = usePicture(useShallow(({ path, why, took }) => ({ path, why, took })))
  if (!path) return '\u00a0'
  return (
    <span title={why} data-testid="provider">
      {names[path]}
      {took !== undefined && ` · ${took < 10 ? took.toFixed(1) : Math.round(took)} ms`}
    </span>
  )
}

/** A word where the picture that is saved may be another one than the graphics processor shows. */
function Chaos() {
  const isSaid = usePicture(({ path, isChaotic }) => path === 'webgl' && isChaotic)
  return (
    <p className="action-provider">
      {isSaid ? 'A chaotic network: what is saved may differ in places.' : '\u00a0'}
    </p>
  )
}

function SaveAs() {
  const format = useFormat((state) => state.format)
  return (
    <Save
      formats={formats}
      format={format}
      onFormat={(next) => useFormat.setState({ format: next })}
      onSave={() => void saveNow()}
    />
  )
}
