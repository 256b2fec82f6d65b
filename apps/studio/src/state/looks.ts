/** How a picture looks through each layer of a network: made once on request, kept with the shelf. */
import { proxy } from 'comlink'
import { create } from 'zustand'
import { bytesOf, type PictureRef } from '../files/picture.ts'
import { database } from '../files/store.ts'
import { network } from '../workers/network-client.ts'
import { useRun } from './run.ts'
import { useSettings } from './settings.ts'

/** Thumbnails by layer. */
export type Looks = Readonly<Record<string, Blob>>

interface State {
  /** The looks of `of`. */
  readonly looks: Looks
  readonly of: string | undefined
  readonly isLooking: boolean
}

/** The looks shown now. */
export const useLooks = create<State>(() => ({ looks: {}, of: undefined, isLooking: false }))

const side = 144
const keyOf = (picture: PictureRef, model: string) => `${picture.sha256}/${model}`

/** Brings the looks of a picture and network that were made before, if any. */
export async function recallLooks(picture: PictureRef | undefined, model: string): Promise<void> {
  const of = picture && keyOf(picture, model)
  if (of === useLooks.getState().of) return
  if (useLooks.getState().isLooking) void network().end()
  useLooks.setState({ looks: {}, of, isLooking: false })
  const looks = of && (await (await database()).get('looks', of))
  if (looks && useLooks.getState().of === of) useLooks.setState({ looks })
}

/**
 * Makes the looks, a layer at a time.
 *
 * @throws What went wrong, as a sentence; being ended is nothing wrong.
 */
export async function look(picture: PictureRef, model: string): Promise<void> {
  const of = keyOf(picture, model)
  const isMine = () => useLooks.getState().of === of
  useLooks.setState({ of, isLooking: true })
  // The worker does one job at a time.
  if (useRun.getState().phase === 'halted') useRun.setState({ phase: 'idle', share: undefined, of: undefined })
  try {
    const { provider } = useSettings.getState()
    const source = { name: picture.name, sha256: picture.sha256, bytes: await bytesOf(picture) }
    await network().look(
      { model, provider, side, picture: source },
      proxy((layer: string, thumbnail: Blob) => {
        if (isMine()) useLooks.setState(({ looks }) => ({ looks: { ...looks, [layer]: thumbnail } }))
      }),
    )
    if (isMine()) await (await database()).put('looks', useLooks.getState().looks, of)
  } catch (error) {
    if (!(error instanceof Error && error.name === 'AbortError')) throw error
  } finally {
    if (isMine()) useLooks.setState({ isLooking: false })
  }
}
