/** Drop or paste anything anywhere. */
import { lazy, Suspense, useEffect, useState } from 'react'
import { open, useQuestion } from '../state/open.ts'

const Ask = lazy(() => import('./ask.tsx'))

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
      void open([...event.dataTransfer!.files], port)
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
