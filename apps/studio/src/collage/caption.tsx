/** What hangs there, as a museum would say it, with the size to choose. */
import { SizeChoice } from '../stage/size-choice.tsx'
import { useDocument } from '../state/document.ts'
import { handEdits } from './edits.ts'
import { useCollage } from './live.ts'

/** The caption below the picture. */
export function CollageCaption({ width, height }: { readonly width: number; readonly height: number }) {
  const title = useCollage(({ pieces, hero }) => pieces.find(({ id }) => id === hero)?.title)
  const collection = useCollage((collage) => collage.collection)
  const edits = useDocument((document) => handEdits(document.edits))
  const work = title ? `Around “${title}”` : 'Collage'
  return (
    <div className="caption caption-live">
      <span>{work}</span>
      <SizeChoice width={width} height={height} />
      <span>
        {collection}
        {edits > 0 && ` · ${edits} ${edits === 1 ? 'edit' : 'edits'}`}
      </span>
    </div>
  )
}
