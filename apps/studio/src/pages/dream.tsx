/** The Dream page: a picture, and what the network sees into it. */
import { useEffect } from 'react'
import { instrumentNamed } from '../instrument.ts'
import { Caption } from '../parts/caption.tsx'
import { Action, another } from '../parts/action.tsx'
import { LayersControl } from '../panel/layers-control.tsx'
import { Panel } from '../panel/panel.tsx'
import { BeforeAfter, Side, sizeOf } from '../stage/before-after.tsx'
import { Stage } from '../stage/stage.tsx'
import { turn, useCanvas } from '../state/canvas.ts'
import { useDocument } from '../state/document.ts'
import { serveKeys } from '../state/keyboard.ts'
import { problem } from '../state/room.ts'
import { press } from '../state/run.ts'
import { save } from '../state/save.ts'
import { workOf } from '../state/shelf.ts'

const instrument = instrumentNamed('dream')
const controls = { layers: LayersControl }

/** The page. */
export default function DreamPage() {
  const picture = useDocument((document) => document.inputs['image']?.[0])
  const size = useCanvas(({ before, after }) => sizeOf(before, after))
  const isAfter = useCanvas(({ after, side }) => after !== undefined && side === 'after')
  useEffect(() => serveKeys({ enter: press, s: saveShown }, { n: another }), [])
  return (
    <main className="page">
      <Stage
        caption={picture ? `${isAfter ? 'The dream of ' : ''}${picture.name}` : 'No picture yet'}
        size={size}
        picture={<BeforeAfter />}
        onTurn={turn}
      >
        <Side />
        {picture && <Caption picture={picture} />}
      </Stage>
      <aside className="panel" aria-label="Parameters">
        <Panel instrument={instrument} controls={controls} />
        <Action instrument={instrument} />
      </aside>
    </main>
  )
}

function saveShown(): void {
  const work = workOf(useDocument.getState().work)
  if (work) save(work, 'png').catch((error: unknown) => problem('action', error))
}
