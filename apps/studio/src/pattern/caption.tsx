/** What hangs there, as a museum would say it, with the size to choose. */
import { useMemo } from 'react'
import { edit, useDocument } from '../state/document.ts'
import type { Size } from '../stage/view.ts'
import { sizes } from './sizes.ts'

/** The caption below the picture. */
export function PatternCaption({ width, height }: Size) {
  const seed = useDocument((document) => document.seed)
  const network = useDocument(({ files }) => files['network']?.[0]?.name)
  return (
    <div className="caption caption-live">
      <span>{network ?? `Pattern ${seed}`}</span>
      <SizeChoice width={width} height={height} />
    </div>
  )
}

function SizeChoice({ width, height }: Size) {
  const parameters = useDocument((document) => document.parameters)
  const groups = useMemo(() => Map.groupBy(sizes, ({ group }) => group), [])
  const at = sizes.findIndex((size) => size.width === width && size.height === height)
  const choose = (index: number) => {
    const size = sizes[index]
    if (size) edit(size.title, { parameters: { ...parameters, width: size.width, height: size.height } })
  }
  return (
    <select
      className="choice sizes figure"
      aria-label="Size"
      value={at}
      onChange={(event) => choose(Number(event.target.value))}
    >
      {at < 0 && (
        <option value={-1}>
          {width} × {height}
        </option>
      )}
      {[...groups].map(([group, list]) => (
        <optgroup key={group} label={group}>
          {list.map((size) => (
            <option key={size.title} value={sizes.indexOf(size)}>
              {size.title} {size.width} × {size.height}
            </option>
          ))}
        </optgroup>
      ))}
    </select>
  )
}
