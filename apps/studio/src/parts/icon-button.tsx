/** A button that is an icon; its name shows on hover and focus. */
import type { LucideIcon } from 'lucide-react'
import { Button } from 'react-aria-components/Button'
import { Tooltip, TooltipTrigger } from 'react-aria-components/Tooltip'

interface IconButtonProps {
  readonly name: string
  readonly icon: LucideIcon
  readonly onPress: () => void
  /** The key that does the same. */
  readonly keys?: string
  readonly side?: 'top' | 'right' | 'left'
  readonly pressed?: boolean
  readonly isDisabled?: boolean
  readonly className?: string
}

/** The button. `pressed` makes it one of two states. */
export function IconButton({
  name,
  icon: Icon,
  onPress,
  keys,
  side = 'top',
  pressed,
  isDisabled = false,
  className = '',
}: IconButtonProps) {
  return (
    <TooltipTrigger delay={400} closeDelay={80}>
      <Button
        className={`icon-button ${className}`}
        aria-label={name}
        onPress={onPress}
        isDisabled={isDisabled}
        {...(pressed !== undefined && { 'aria-pressed': pressed })}
      >
        <Icon size={18} strokeWidth={1.5} aria-hidden="true" />
      </Button>
      <Tooltip className="tooltip" placement={side} offset={8}>
        {name}
        {keys && <kbd>{keys}</kbd>}
      </Tooltip>
    </TooltipTrigger>
  )
}
