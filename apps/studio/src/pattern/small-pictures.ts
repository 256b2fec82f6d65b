/** Small pictures of other settings, made again as the document changes. */
import { proxy } from 'comlink'
import { useEffect, useState } from 'react'
import { settingsOf, useDocument, type Settings } from '../state/document.ts'
import { inputsOf } from '../state/run.ts'
import { patterns } from '../workers/pattern-client.ts'

/** Milliseconds that the document must rest before they are made. */
const patience = 250

/**
 * Squares of a few patterns near the one on the table.
 *
 * @param name Of the order: a new one takes the place of the one before.
 * @param side Pixels of the screen.
 */
export function useSmallPictures(
  name: string,
  near: (settings: Settings) => readonly Settings[],
  side: number,
): readonly (ImageBitmap | undefined)[] {
  const [pictures, setPictures] = useState<readonly (ImageBitmap | undefined)[]>([])
  const key = useDocument((document) => JSON.stringify(near(settingsOf(document))))
  useEffect(() => {
    let isOver = false
    const order = async () => {
      const of = await Promise.all(
        (JSON.parse(key) as Settings[]).map(async (settings) => ({ pattern: await inputsOf(settings) })),
      )
      const pixels = Math.round(side * devicePixelRatio)
      const put = (index: number, bitmap: ImageBitmap) => {
        if (isOver) bitmap.close()
        else setPictures((before) => Object.assign([...before], { [index]: bitmap }))
      }
      await patterns().small({ name, of, width: pixels, height: pixels }, proxy(put))
    }
    // What cannot be drawn leaves its place empty; why is said when it is chosen.
    const timer = setTimeout(() => void order().catch(() => undefined), patience)
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [name, key, side])
  return pictures
}
