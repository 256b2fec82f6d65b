/** What fields are called in our issue form and in e-mails, and the keys that they are of. */

/** Keys by label, in small letters. `picture`, `text` and `rights` are no keys of front matter. */
export const keysByLabel: Readonly<Record<string, string>> = {
  picture: 'picture',
  title: 'title',
  author: 'author',
  date: 'date',
  tags: 'tags',
  category: 'categories',
  categories: 'categories',
  description: 'alt',
  alt: 'alt',
  licence: 'license',
  license: 'license',
  'may new works be made from it?': 'remix',
  remix: 'remix',
  website: 'website',
  affiliation: 'affiliation',
  guide: 'guide',
  'made from': 'parents',
  parents: 'parents',
  text: 'text',
  rights: 'rights',
}
