/** The Collage page: pieces that are like a chosen one, laid out and moved by hand. */
import { useEffect, useState } from 'react'
import '../style/pattern.css'
import '../style/collage.css'
import { CollageAction } from '../collage/action.tsx'
import { BackgroundControl } from '../collage/background-control.tsx'
import { CollageCaption } from '../collage/caption.tsx'
import { findFirst } from '../collage/find.ts'
import { serveHands } from '../collage/keys.ts'
import { PieceLabel } from '../collage/label.tsx'
import { followCollage, select, useCollage } from '../collage/live.ts'
import { CollagePicture } from '../collage/picture.tsx'
import { pieceAt } from '../collage/places.ts'
import { drawAnother, keep, saveNow } from '../collage/play.ts'
import { SearchPlace } from '../collage/search-place.tsx'
import { onShake } from '../collage/shake.ts'
import { CollageSource } from '../collage/source.tsx'
import { instrumentNamed, type Parameters } from '../instrument.ts'
import { Panel } from '../panel/panel.tsx'
import { Stage } from '../stage/stage.tsx'
import { useDocument } from '../state/document.ts'
import { serveKeys } from '../state/keyboard.ts'

const instrument = instrumentNamed('collage')
/** What the page has its own places for. */
const elsewhere = ['like', 'unlike']
const controls = { background: BackgroundControl }
/** What is not of a preset's making. */
const keeps = ['width', 'height', 'like', 'unlike', 'dpi', 'bleed', 'frames', 'fps']

const initial = (name: string) => Number(instrument.schema.properties[name]?.default ?? 0)

/** Of the whole picture, bleed included: as the instrument has it. */
function sizeIn(parameters: Parameters): { width: number; height: number; beyond: number } {
  const value = (name: string, otherwise = initial(name)) => Number(parameters[name] ?? otherwise)
  const beyond = Math.round((value('bleed') / 25.4) * value('dpi', 300))
  return { width: value('width') + 2 * beyond, height: value('height') + 2 * beyond, beyond }
}

/** The page. */
export default function CollagePage() {
  const parameters = useDocument((document) => document.parameters)
  const count = useCollage(({ pieces }) => pieces.length)
  const [scale, setScale] = useState(0)
  const { width, height, beyond } = sizeIn(parameters)
  useEffect(followCollage, [])
  useEffect(serveHands, [])
  useEffect(() => onShake(drawAnother), [])
  useEffect(
    () =>
      serveKeys(
        { enter: drawAnother, s: () => void saveNow() },
        { n: drawAnother, k: () => void keep(), '/': () => findFirst() },
      ),
    [],
  )
  const point = (x: number, y: number) => {
    const { pieces, places } = useCollage.getState()
    select(pieces[pieceAt(pieces, places, x, y, (8 * devicePixelRatio) / Math.max(scale, 0.01))]?.id)
  }
  return (
    <main className="page">
      <Stage
        caption={`Collage of ${count} pieces, ${width} by ${height} pixels. Enter takes the piece in the middle`}
        size={{ width, height }}
        picture={<CollagePicture width={width} height={height} scale={scale} />}
        onScale={setScale}
        onPoint={point}
      >
        <CollageCaption width={width - 2 * beyond} height={height - 2 * beyond} />
        <PieceLabel />
      </Stage>
      <aside className="panel" aria-label="Parameters">
        <Panel
          instrument={instrument}
          controls={controls}
          without={elsewhere}
          keeps={keeps}
          source={<CollageSource />}
        />
        <CollageAction />
      </aside>
      <SearchPlace page="instrument" />
    </main>
  )
}
