/** The choice between layouts: one of a few, moved through by arrows as radio buttons are. */
import type { MapModel } from '../model.ts'
import { make } from './element.ts'
import { layoutAbout, layoutName } from './words.ts'

/** @param onProblem is told in a sentence why a layout cannot be shown. */
export function createLayouts(model: MapModel, onProblem: (sentence: string) => void): HTMLElement {
  const choose = (kind: string): void =>
    void model.setLayout(kind).catch((error: Error) => onProblem(error.message))
  const buttons = model.source.layouts.map((kind) =>
    make('button', {
      type: 'button',
      role: 'radio',
      class: 'map-layout',
      text: layoutName(kind),
      'data-kind': kind,
      'data-tip': layoutAbout(kind),
      'data-side': 'top',
      onPress: () => choose(kind),
    }),
  )
  const element = make('div', { role: 'radiogroup', class: 'map-layouts', 'aria-label': 'Arrange by' }, ...buttons)
  element.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    event.stopPropagation()
    const at = buttons.findIndex((button) => button === document.activeElement)
    const next = buttons[(at + step + buttons.length) % buttons.length]!
    next.focus()
    choose(next.dataset['kind']!)
  })
  const draw = (): void => {
    for (const button of buttons) {
      const isChosen = button.dataset['kind'] === model.layout
      button.setAttribute('aria-checked', String(isChosen))
      button.tabIndex = isChosen ? 0 : -1
      if (isChosen) element.scrollTo({ left: button.offsetLeft - 80 })
    }
  }
  model.listen((change) => change === 'layout' && draw())
  draw()
  element.hidden = buttons.length < 2
  return element
}
