/**
 * Whether a work may be made from another, as their licences have it. For those of Creative Commons the rules are of its
 * chart of adapters' licences (Creative Commons FAQ, "If I derive or adapt material offered under a Creative Commons
 * license, which CC license(s) can I use?"): NoDerivatives allows none; ShareAlike asks for the same licence in the same or
 * a later version; NonCommercial is passed on; what asks for credit does not become public domain. Of other licences nothing
 * is known here, so the made work has to have the same one. This is a check against slips and no legal advice.
 */

interface Terms {
  readonly attribution: boolean
  readonly noncommercial: boolean
  readonly shareAlike: boolean
  readonly noDerivatives: boolean
  readonly version: number
}

/** Dedications to the public domain. */
const free = /^(?:CC0-1\.0|CC-PDM-1\.0|CC-PDDC|Unlicense|0BSD|PDDL-1\.0)$/

/** The terms of a licence of Creative Commons; undefined for another's. */
function termsOf(id: string): Terms | undefined {
  if (free.test(id))
    return { attribution: false, noncommercial: false, shareAlike: false, noDerivatives: false, version: 0 }
  const match = /^CC-BY((?:-(?:NC|SA|ND))*)-(\d\.\d)(?:-[A-Z]+)?$/.exec(id)
  if (match === null) return undefined
  const has = (term: string): boolean => match[1]!.split('-').includes(term)
  return {
    attribution: true,
    noncommercial: has('NC'),
    shareAlike: has('SA'),
    noDerivatives: has('ND'),
    version: Number(match[2]),
  }
}

/** Whether a licence forbids to share what is made from a work. */
export function forbidsDerivatives(id: string): boolean {
  return termsOf(id)?.noDerivatives === true
}

/**
 * Why a work may not have its licence, given that of a work that it was made from.
 * @returns a clause that begins with the parent's licence, or undefined when it may
 */
export function licenseConflict(parent: string, made: string): string | undefined {
  if (parent === made) return undefined
  const [from, to] = [termsOf(parent), termsOf(made)]
  if (from === undefined)
    return `${parent} is not one whose terms are known here, so what is made from it has to have it too`
  if (!from.attribution) return undefined
  if (to === undefined) return `${parent} does not become ${made}, whose terms are not known here`
  if (from.shareAlike) {
    const same = to.shareAlike && to.noncommercial === from.noncommercial && !to.noDerivatives
    return same && to.version >= from.version
      ? undefined
      : `${parent} (ShareAlike) asks for ${parent} or a later version of it`
  }
  if (!to.attribution) return `${parent} asks for credit, and ${made} does not`
  if (from.noncommercial && !to.noncommercial) return `${parent} is not for commerce, and ${made} is`
  return undefined
}
