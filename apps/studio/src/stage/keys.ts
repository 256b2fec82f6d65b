/** The keys that move the picture. They rest while a person types. */

/** What the keys do. */
export interface StageKeys {
  zoom(factor: number): void
  pan(dx: number, dy: number): void
  fit(): void
  actualSize(): void
  turn(): void
  space(held: boolean): void
}

const stride = 48

/** Whether a key belongs to what has the focus: text, a slider, a button that space presses. */
export function isTaken(event: KeyboardEvent): boolean {
  const target = event.target
  if (!(target instanceof HTMLElement)) return false
  if (target.closest('[role=dialog]')) return true
  if (
    target instanceof HTMLInputElement ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  )
    return target.type !== 'range' || /^(?:Arrow|Home|End|Page)/.test(event.key)
  return event.key === ' ' && target.closest('button, [role=button], [role=switch], a') !== null
}

/** Listens until the returned function is called. */
export function onStageKey(keys: StageKeys): () => void {
  const arrows = new Map([
    ['ArrowLeft', [stride, 0]],
    ['ArrowRight', [-stride, 0]],
    ['ArrowUp', [0, stride]],
    ['ArrowDown', [0, -stride]],
  ])
  const down = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTaken(event)) return
    const onStage = event.target instanceof HTMLElement && event.target.classList.contains('stage-frame')
    const arrow = onStage && arrows.get(event.key)
    if (event.key === ' ') keys.space(true)
    else if (event.key === '+' || event.key === '=') keys.zoom(1.25)
    else if (event.key === '-') keys.zoom(1 / 1.25)
    else if (event.key === '0') keys.fit()
    else if (event.key === '1') keys.actualSize()
    else if (event.key === 'b' || (event.key === 'Enter' && onStage)) keys.turn()
    else if (arrow) keys.pan(arrow[0]!, arrow[1]!)
    else return
    event.preventDefault()
  }
  const up = (event: KeyboardEvent) => {
    if (event.key === ' ') keys.space(false)
  }
  window.addEventListener('keydown', down)
  window.addEventListener('keyup', up)
  return () => {
    window.removeEventListener('keydown', down)
    window.removeEventListener('keyup', up)
  }
}
