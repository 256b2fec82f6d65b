/** The Pattern page: a small network that is played, and taken away at any size. */
import { lazy, Suspense, useEffect, useState } from 'react'
import '../style/pattern.css'
import { instrumentNamed } from '../instrument.ts'
import { Panel } from '../panel/panel.tsx'
import { PatternAction } from '../pattern/action.tsx'
import { openBreeding, useBreeding } from '../pattern/breeding-state.ts'
import { PatternCaption } from '../pattern/caption.tsx'
import { Deck } from '../pattern/deck.tsx'
import { followPattern, playOrPause, settingsSeen, usePicture } from '../pattern/live.ts'
import { ColorControl, PaletteControl } from '../pattern/palette-control.tsx'
import { LivePicture } from '../pattern/picture.tsx'
import { PictureChoice } from '../pattern/picture-choice.tsx'
import { PictureTools, toggleFullScreen } from '../pattern/picture-tools.tsx'
import { drawAnother, keep, rollDice, saveNow } from '../pattern/play.ts'
import { sizeIn } from '../pattern/sizes.ts'
import { Stage } from '../stage/stage.tsx'
import { useDocument } from '../state/document.ts'
import { serveKeys } from '../state/keyboard.ts'
import { copyLink } from '../state/link.ts'

const Breeding = lazy(() => import('../pattern/breeding.tsx'))

const instrument = instrumentNamed('pattern')
/** What the page has its own places for. */
const elsewhere = ['z', 'variations']
const controls = {
  palette: PaletteControl,
  color: ColorControl,
  activation: PictureChoice,
  symmetry: PictureChoice,
  skips: PictureChoice,
}
/** What is not of a preset's making: how large the picture is, where it stands in latent space, how its loop goes. */
const keeps = ['width', 'height', 'latents', 'z', 'frames', 'fps', 'swing', 'turns', 'path', 'levels']

/** The page. */
export default function PatternPage() {
  const parameters = useDocument((document) => document.parameters)
  const seed = useDocument((document) => document.seed)
  const isBreeding = useBreeding(({ generations }) => generations.length > 0)
  const isDrawn = usePicture(({ full }) => full > 0)
  const [scale, setScale] = useState(0)
  const { width, height } = sizeIn(parameters)
  useEffect(followPattern, [])
  useEffect(
    () =>
      serveKeys(
        { enter: drawAnother, s: () => void saveNow() },
        {
          n: drawAnother,
          k: () => void keep(),
          r: rollDice,
          v: openBreeding,
          p: playOrPause,
          l: () => void copyLink(settingsSeen()),
          F: toggleFullScreen,
        },
      ),
    [],
  )
  return (
    <main className="page">
      <Stage
        caption={`Pattern ${seed}, ${width} by ${height} pixels`}
        size={{ width, height }}
        picture={<LivePicture width={width} height={height} scale={scale} />}
        onScale={setScale}
        tools={<PictureTools />}
      >
        <PatternCaption width={width} height={height} />
      </Stage>
      <aside className="panel" aria-label="Parameters" data-drawn={isDrawn}>
        <Panel instrument={instrument} controls={controls} without={elsewhere} keeps={keeps} withoutDice />
        <div className="panel-foot">
          <Deck />
          <PatternAction />
        </div>
      </aside>
      {isBreeding && (
        <Suspense>
          <Breeding />
        </Suspense>
      )}
    </main>
  )
}
