/** What goes in: a slot a port. Those for pictures open a strip of what there is to choose from; files are chosen. */
import { FileInput, ImagePlus, X } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '../parts/icon-button.tsx'
import { NoteLine } from '../parts/note-line.tsx'
import { Picker } from './picker.tsx'
import { Thumbnail } from '../parts/thumbnail.tsx'
import { chooseNetwork } from '../files/choose.ts'
import { takeInFile } from '../files/picture.ts'
import type { InstrumentDescription, Port } from '../instrument.ts'
import { setFiles, setInput, useDocument } from '../state/document.ts'
import { problem } from '../state/room.ts'

const takesPictures = new Set(['image', 'mask'])

/** The slots. */
export function Ports({ instrument }: { instrument: InstrumentDescription }) {
  const inputs = useDocument((document) => document.inputs)
  const [open, setOpen] = useState<string>()
  const ports = Object.entries(instrument.inputs).filter(([, port]) => takesPictures.has(port.kind))
  const networks = Object.entries(instrument.inputs).filter(([, port]) => port.kind === 'network')
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
        {networks.map(([name, port]) => (
          <FilePort key={name} name={name} port={port} />
        ))}
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
      {[...ports, ...networks].map(([name]) => (
        <NoteLine key={name} place={`port ${name}`} />
      ))}
    </div>
  )
}

/** A slot for files that are no pictures. */
function FilePort({ name, port }: { name: string; port: Port }) {
  const files = useDocument((document) => document.files[name])
  const take = async () => {
    try {
      const chosen = await chooseNetwork()
      if (chosen.length > 0) setFiles(name, await Promise.all(chosen.map(takeInFile)), port.title)
    } catch (error) {
      problem(`port ${name}`, error)
    }
  }
  const names = files?.map((file) => file.name).join(', ')
  return (
    <div className="port" data-port={name}>
      <button
        type="button"
        className="port-slot"
        aria-label={names ? `${port.title}: ${names}. Choose another` : `Choose: ${port.title}`}
        title={names ?? port.description}
        onClick={() => void take()}
      >
        {files ? (
          <span className="port-file">{files[0]!.name}</span>
        ) : (
          <FileInput size={18} strokeWidth={1.5} aria-hidden="true" />
        )}
      </button>
      <span className="port-title">{port.title}</span>
      {files && (
        <IconButton
          name={`Take out: ${port.title}`}
          icon={X}
          className="port-clear"
          onPress={() => setFiles(name, [], port.title)}
        />
      )}
    </div>
  )
}
