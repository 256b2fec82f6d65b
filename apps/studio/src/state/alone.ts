/** Whether this tab is the only one of the Studio: what it sweeps away may be on the table, or an undo away, in another. */

const name = 'reverie.open'

/** This tab counts until it is closed. */
const entered =
  'locks' in navigator
    ? new Promise<void>((resolve) => {
        void navigator.locks.request(name, { mode: 'shared' }, () => {
          resolve()
          return new Promise(() => {})
        })
      })
    : undefined

/** True where a browser cannot say. */
export async function isAlone(): Promise<boolean> {
  if (entered === undefined) return true
  await entered
  const { held = [] } = await navigator.locks.query()
  return held.filter((lock) => lock.name === name).length === 1
}
