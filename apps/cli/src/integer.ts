/** Whole numbers that options take. */

/** An option's number. What is none is told to `problems`. @returns undefined where nothing was said, or nothing that counts */
export function readInteger(
  flag: string,
  text: string | undefined,
  least: number,
  most: number,
  problems: string[],
): number | undefined {
  if (text === undefined) return undefined
  const number = text.trim() === '' ? Number.NaN : Number(text)
  if (Number.isInteger(number) && number >= least && number <= most) return number
  problems.push(`${flag} takes a whole number from ${least} to ${most}, not "${text}".`)
  return undefined
}
