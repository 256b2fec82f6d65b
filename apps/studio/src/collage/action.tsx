/** The one primary action, another collage; how it settles; keeping and saving, which go on while one works. */
import { Smartphone } from 'lucide-react'
import { useShallow } from 'zustand/react/shallow'
import { AnotherOrKeep } from '../parts/another-or-keep.tsx'
import { figuresOf } from '../parts/figures.ts'
import { IconButton } from '../parts/icon-button.tsx'
import { NoteLine } from '../parts/note-line.tsx'
import { Save } from '../parts/save.tsx'
import { Tools } from '../parts/tools.tsx'
import { useRun } from '../state/run.ts'
import { formats } from './formats.ts'
import { useCollage } from './live.ts'
import { drawAnother, keep, saveNow, useFormat } from './play.ts'
import { allowShaking, useShaking } from './shake.ts'

/** The action. */
export function CollageAction() {
  const run = useRun()
  const format = useFormat((state) => state.format)
  const shaking = useShaking((state) => state.shaking)
  const isBusy = run.phase !== 'idle'
  return (
    <section className="action" aria-label="Collage">
      <NoteLine place="action" />
      <AnotherOrKeep onAnother={drawAnother} onKeep={() => void keep()} isBusy={isBusy} />
      <p className="action-figures figure">{isBusy ? figuresOf(run) : <Settled />}</p>
      <div className="action-tools">
        <Tools />
        {shaking === 'unasked' && (
          <IconButton name="Another by shaking" icon={Smartphone} onPress={() => void allowShaking()} />
        )}
        <Save
          formats={formats}
          format={format}
          onFormat={(next) => useFormat.setState({ format: next })}
          onSave={() => void saveNow()}
        />
      </div>
    </section>
  )
}

/** How many pieces lie there, and how long they took; never empty, so that nothing below it moves. */
function Settled() {
  const { count, isSettling, took, come, total } = useCollage(
    useShallow(({ pieces, isSettling, took, come, total }) => ({
      count: pieces.length,
      isSettling,
      took,
      come,
      total,
    })),
  )
  const settling = isSettling && <span className="settling">Settling …</span>
  if (count === 0) return settling || '\u00a0'
  const time =
    took === undefined ? '' : ` · ${took < 1000 ? `${Math.round(took)} ms` : `${(took / 1000).toFixed(1)} s`}`
  const pictures = come < total ? ` · ${come} of ${total} pictures` : ''
  return settling || `${count} pieces${time}${pictures}`
}
