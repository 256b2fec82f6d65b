/** Licences of Creative Commons in plain words, for a form. */

/** What a licence is called and allows; of those that are not known here the identifier alone. */
export function licenseInWords(id: string): { readonly name: string; readonly terms?: string } {
  if (id === 'CC0-1.0')
    return { name: 'CC0', terms: 'anyone may do anything with it, without asking or naming you' }
  const match = /^CC-BY((?:-(?:NC|SA|ND))*)-(\d\.\d)$/.exec(id)
  if (match === null) return { name: id }
  const has = (term: string): boolean => match[1]!.split('-').includes(term)
  const conditions = [
    'if they name you',
    ...(has('NC') ? ['not for money'] : []),
    ...(has('SA') ? ['and what they make of it under the same licence'] : []),
  ]
  return {
    name: `CC BY${match[1]!} ${match[2]!}`,
    terms: `anyone may ${has('ND') ? 'share it unchanged' : 'share it and change it'}, ${conditions.join(', ')}`,
  }
}
