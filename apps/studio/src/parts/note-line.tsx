/** A sentence beside what caused it, with the next step as a button. */
import { X } from 'lucide-react'
import { note, useRoom, type Place } from '../state/room.ts'
import { IconButton } from './icon-button.tsx'

/** The note at a place, if there is one. */
export function NoteLine({ place }: { place: Place }) {
  const found = useRoom((room) => room.notes[place])
  return (
    <div className="note-place" aria-live="polite" data-place={place}>
      {found && (
        <div className="note" data-tone={found.tone}>
          <p>{found.text}</p>
          {found.next && (
            <button
              type="button"
              className="button"
              onClick={() => {
                note(place, undefined)
                found.next!.run()
              }}
            >
              {found.next.title}
            </button>
          )}
          <IconButton name="Dismiss" icon={X} onPress={() => note(place, undefined)} />
        </div>
      )}
    </div>
  )
}
