/** The operand that the commands of a gallery share: its folder. */
import type { Command } from 'commander'

/** Adds it. @param needed options that a call must have */
export function addGalleryFolder(command: Command, needed?: string): void {
  command.argument('[folder]', 'The gallery: the folder that holds gallery.yaml; this one unless said.')
  command.usage(`[folder] ${needed === undefined ? '' : `${needed} `}[options]`)
}

/** The folder of a call: where it was given, unless it says another. @param otherwise how to say what more operands may have been meant for */
export function readGalleryFolder(
  command: string,
  operands: readonly string[],
  problems: string[],
  otherwise = '',
): string {
  if (operands.length > 1)
    problems.push(`"reverie gallery ${command}" takes one folder, found ${operands.length}.${otherwise}`)
  return operands[0] ?? '.'
}
