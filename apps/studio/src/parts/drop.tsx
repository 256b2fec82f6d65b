/** Drop or paste anything anywhere. */
import { lazy, Suspense, useEffect, useState } from 'react'
import { givenInDrop } from '../collections/given.ts'
import { open, useQuestion } from '../state/open.ts'
import { problem, useRoom } from '../state/room.ts'

const Ask = lazy(() => import('./ask.tsx'))

type Make = typeof import('../collections/make.ts')
type Archive = typeof import('../collections/archive.ts')

/** Turns to the collections, and makes one: its code comes with the first. */
async function collect(act: (make: Make, archive: Archive) => Promise<unknown>): Promise<void> {
  useRoom.setState({ page: 'collections', sheet: undefined })
  try {
    const { readCollections, useCollections } = await import('../collections/state.ts')
    if (!useCollections.getState().ready) await readCollections()
    await act(await import('../collections/make.ts'), await import('../collections/archive.ts'))
  } catch (error) {
    problem('collections', error)
  }
}

/** A picture that is dropped on a map asks for what is like it. */
async function findOnMap(picture: File): Promise<void> {
  const [{ find }, { useCollections }] = await Promise.all([
    import('../pages/map.tsx'),
    import('../collections/state.ts'),
  ])
  find(useCollections.getState().current, picture)
}

/** Listens on the whole page, and shows where a drop would land. */
export function Drop() {
  const [over, setOver] = useState(false)
  const question = useQuestion((state) => state.question)
  useEffect(() => {
    let depth = 0
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
    const enter = (event: DragEvent) => {
      if (!hasFiles(event)) return
      depth += 1
      setOver(true)
    }
    const leave = () => {
      depth = Math.max(0, depth - 1)
      if (depth === 0) setOver(false)
    }
    const hover = (event: DragEvent) => {
      if (hasFiles(event)) event.preventDefault()
    }
    const drop = (event: DragEvent) => {
      depth = 0
      setOver(false)
      if (!hasFiles(event)) return
      event.preventDefault()
      const port =
        event.target instanceof Element
          ? event.target.closest<HTMLElement>('[data-port]')?.dataset['port']
          : undefined
      const data = event.dataTransfer!
      const given = port ? undefined : givenInDrop(data)
      const [first] = data.files
      if (given) void given.then((found) => found && collect((make) => make.collectNew(found)))
      else if (first && /\.zip$/i.test(first.name)) void collect((_, archive) => archive.takeArchive(first))
      else if (first?.type.startsWith('image/') && useRoom.getState().page === 'map') void findOnMap(first)
      else void open([...data.files], port)
    }
    const paste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])]
      if (files.length === 0) return
      event.preventDefault()
      void open(files)
    }
    const listeners = { dragenter: enter, dragleave: leave, dragover: hover, drop, paste }
    for (const [name, listener] of Object.entries(listeners))
      window.addEventListener(name, listener as EventListener)
    return () => {
      for (const [name, listener] of Object.entries(listeners))
        window.removeEventListener(name, listener as EventListener)
    }
  }, [])
  return (
    <>
      {over && <div className="drop" aria-hidden="true" />}
      {question && (
        <Suspense>
          <Ask question={question} />
        </Suspense>
      )}
    </>
  )
}
