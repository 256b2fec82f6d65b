/** What every page has below its action: undo, redo, a link. */
import { Link as LinkIcon, Redo2, Undo2 } from 'lucide-react'
import type { Settings } from '../state/document.ts'
import { redo, undo, useHistory } from '../state/history.ts'
import { copyLink } from '../state/link.ts'
import { IconButton } from './icon-button.tsx'

interface ToolsProps {
  /** The settings that a link is to hold, where they are not just those on the table. */
  readonly settings?: () => Settings
}

/** The three. */
export function Tools({ settings }: ToolsProps) {
  const past = useHistory((history) => history.past.at(-1)?.label)
  const future = useHistory((history) => history.future.at(-1)?.label)
  return (
    <>
      <IconButton
        name={past ? `Undo: ${past}` : 'Undo'}
        keys="Ctrl Z"
        icon={Undo2}
        isDisabled={!past}
        onPress={() => undo()}
      />
      <IconButton
        name={future ? `Redo: ${future}` : 'Redo'}
        keys="Ctrl ⇧ Z"
        icon={Redo2}
        isDisabled={!future}
        onPress={() => redo()}
      />
      <span className="grow" />
      <IconButton
        name="Copy a link to these settings"
        icon={LinkIcon}
        keys="L"
        onPress={() => void copyLink(settings?.())}
      />
    </>
  )
}
