/** What hangs there, as a museum would say it, with the size to choose. */
import { SizeChoice } from '../stage/size-choice.tsx'
import type { Size } from '../stage/view.ts'
import { useDocument } from '../state/document.ts'

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
