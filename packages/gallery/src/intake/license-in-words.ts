/** Licences of Creative Commons in plain words, for a form. */

/** What a licence allows; of licences that are not known here its identifier alone. */
export function licenseInWords(id: string): string {
  if (id === 'CC0-1.0') return 'CC0: anyone may do anything with it, without asking or naming you'
  const match = /^CC-BY((?:-(?:NC|SA|ND))*)-(\d\.\d)$/.exec(id)
  if (match === null) return id
  const terms = match[1]!.split('-')
  const name = `CC ${['BY', ...terms.filter((term) => term !== '')].join('-')} ${match[2]!}`
  const may = terms.includes('ND') ? 'share it unchanged' : 'share it and change it'
  const but = [
    'if they name you',
    ...(terms.includes('NC') ? ['not for money'] : []),
    ...(terms.includes('SA') ? ['and what they make of it under the same licence'] : []),
  ]
  return `${name}: anyone may ${may}, ${but.join(', ')}`
}
