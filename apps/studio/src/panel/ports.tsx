/** The pictures that go in: a slot a port, each opening a strip of what there is to choose from. */
import { ImagePlus, X } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '../parts/icon-button.tsx'
import { NoteLine } from '../parts/note-line.tsx'
import { Picker } from './picker.tsx'
import { Thumbnail } from '../parts/thumbnail.tsx'
import type { InstrumentDescription } from '../instrument.ts'
import { setInput, useDocument } from '../state/document.ts'

const takesPictures = new Set(['image', 'images', 'mask'])

/** The slots. */
export function Ports({ instrument }: { instrument: InstrumentDescription }) {
  const inputs = useDocument((document) => document.inputs)
  const [open, setOpen] = useState<string>()
  const ports = Object.entries(instrument.inputs).filter(([, port]) => takesPictures.has(port.kind))
  return (
    <div className="ports">
      <div className="ports-slots">
        {ports.map(([name, port]) => {
          const picture = inputs[name]?.[0]
          return (
            <div className="port" key={name} data-port={name}>
              <button
                type="button"
                className="port-slot"
                aria-expanded={open === name}
                aria-label={picture ? `${port.title}: ${picture.name}. Choose another` : `Choose: ${port.title}`}
                title={port.description}
                onClick={() => setOpen(open === name ? undefined : name)}
              >
                {picture ? (
                  <Thumbnail picture={picture} />
                ) : (
                  <ImagePlus size={18} strokeWidth={1.5} aria-hidden="true" />
                )}
              </button>
              <span className="port-title">{port.title}</span>
              {picture && !port.required && (
                <IconButton
                  name={`Take out: ${port.title}`}
                  icon={X}
                  className="port-clear"
                  onPress={() => setInput(name, [], port.title)}
                />
              )}
            </div>
          )
        })}
      </div>
      {open && (
        <Picker
          port={open}
          description={instrument.inputs[open]!.description}
          onChoose={(picture) => {
            setInput(open, [picture], instrument.inputs[open]!.title)
            setOpen(undefined)
          }}
        />
      )}
      {ports.map(([name]) => (
        <NoteLine key={name} place={`port ${name}`} />
      ))}
    </div>
  )
}
