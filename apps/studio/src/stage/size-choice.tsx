/** How large the work is, in the caption. */
import { useMemo } from 'react'
import { edit, useDocument } from '../state/document.ts'
import { sizes } from './sizes.ts'
import type { Size } from './view.ts'

/** The size, to choose from those that people need. */
export function SizeChoice({ width, height }: Size) {
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
