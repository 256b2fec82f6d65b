/** The Dream page: a picture, and what the network sees into it. */
import { instrumentNamed } from '../instrument.ts'
import { Caption } from '../parts/caption.tsx'
import { Action } from '../parts/action.tsx'
import { LayersControl } from '../panel/layers-control.tsx'
import { Panel } from '../panel/panel.tsx'
import { Stage } from '../stage/stage.tsx'
import { useCanvas } from '../state/canvas.ts'
import { useDocument } from '../state/document.ts'

const instrument = instrumentNamed('dream')

/** The page. */
export default function DreamPage() {
  const picture = useDocument((document) => document.inputs['image']?.[0])
  const isAfter = useCanvas(({ after, side }) => after !== undefined && side === 'after')
  return (
    <main className="page">
      <Stage caption={picture ? `${isAfter ? 'The dream of ' : ''}${picture.name}` : 'No picture yet'}>
        {picture && <Caption picture={picture} />}
      </Stage>
      <aside className="panel" aria-label="Parameters">
        <Panel instrument={instrument} Layers={LayersControl} />
        <Action instrument={instrument} />
      </aside>
    </main>
  )
}
