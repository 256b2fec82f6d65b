/** The action of instruments that draw at once: another picture, or this one kept on the shelf. */
import { Bookmark, RefreshCw } from 'lucide-react'
import { Button } from 'react-aria-components/Button'

interface AnotherOrKeepProps {
  readonly onAnother: () => void
  readonly onKeep: () => void
  /** Something is being made for the shelf or for a file. */
  readonly isBusy: boolean
}

/** The line. */
export function AnotherOrKeep({ onAnother, onKeep, isBusy }: AnotherOrKeepProps) {
  return (
    <div className="action-line">
      <Button className="primary" onPress={onAnother}>
        <RefreshCw size={15} strokeWidth={1.75} aria-hidden="true" />
        Another
      </Button>
      <Button className="button another keep" isDisabled={isBusy} onPress={onKeep}>
        <Bookmark size={16} strokeWidth={1.5} aria-hidden="true" />
        Keep
      </Button>
    </div>
  )
}
