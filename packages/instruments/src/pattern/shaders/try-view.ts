/** How fast a view is. */
import { InstrumentError } from '../../instrument.ts'
import type { PatternScene } from '../scene.ts'
import type { PatternView } from './view.ts'

/** Pictures drawn at most: the first ones wait for compilers. */
const trials = 4
/** Milliseconds between them, in which a program may be compiled. */
const pause = 300
/** Milliseconds after which a GPU is given up. */
const patience = 10_000

/**
 * Milliseconds that a view takes for a full picture, once its program is compiled if it compiles one.
 * @param goes asked between pictures: false stops the trial
 * @returns undefined when it was stopped
 * @throws Error when the view cannot draw the scene
 */
export async function timeOf(
  view: PatternView,
  scene: PatternScene,
  goes: () => boolean,
): Promise<number | undefined> {
  for (let trial = 0; trial < trials; trial++) {
    if (trial > 0) await new Promise((resolve) => setTimeout(resolve, pause))
    if (!goes()) return undefined
    const { program } = view.stats()
    await drawn(view, scene)
    if (program === 'compiled') break
  }
  return view.stats().frame
}

/** Shows a scene and waits for the full picture. */
async function drawn(view: PatternView, scene: PatternScene): Promise<void> {
  const stops: (() => void)[] = []
  try {
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(
        () => reject(new InstrumentError(`The GPU has not drawn a picture within ${patience / 1000} seconds.`)),
        patience,
      )
      stops.push(
        () => clearTimeout(late),
        view.onTrouble(reject),
        view.onReady(({ stage }) => {
          if (stage === 'full') resolve()
        }),
      )
      view.show(scene)
    })
  } finally {
    for (const stop of stops) stop()
  }
}
