/**
 * Problems as GitHub's workflow commands, which show them beside the lines of a pull request. What strangers wrote is in
 * them, so all that could end a command or begin another is escaped.
 */
import type { Problem } from '../problem.ts'

/**
 * A line that a workflow prints.
 * @param folder the gallery's folder from the repository's, without a slash at its end; empty for the repository itself
 */
export function annotation({ file, line, code, message, fix }: Problem, folder: string): string {
  const path = folder === '' ? file : `${folder}/${file}`
  return `::error file=${property(path)},line=${line},title=${property(code)}::${text(`${message}\n${fix}`)}`
}

const text = (value: string): string => value.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
const property = (value: string): string => text(value).replaceAll(':', '%3A').replaceAll(',', '%2C')
