/**
 * Hostile and broken submissions: Markdown. Each is refused by its own code and in its own words, at the line where it
 * is wrong, and nothing else is told of it.
 */
import { describe, test } from 'vitest'
import { markdown } from './fixtures/desk.ts'
import { body, expectRefusal, keys, md, text, yaml, type Row } from './fixtures/rows.ts'

const html = '<!DOCTYPE html><html><script>alert(1)</script></html>'
const delimiters: Row[] = [
  [
    'no delimiters at all',
    text('title: Sun\nauthor: Ada\n'),
    { code: 'missing-delimiter', message: /begins with "title: Sun"/, line: 1 },
  ],
  [
    'no second delimiter',
    text('---\ntitle: Sun\nauthor: Ada'),
    { code: 'missing-delimiter', message: /does not end/, line: 3 },
  ],
  [
    'a delimiter with a trailing space',
    text(markdown('bad').replace('\n---\n', '\n--- \n')),
    { code: 'inexact-delimiter', message: /"--- " ends with spaces/, line: 11 },
  ],
  [
    'a first delimiter with a trailing space',
    text(markdown('bad').replace('---\n', '--- \n')),
    { code: 'inexact-delimiter', message: /ends with spaces/, line: 1 },
  ],
  [
    'a delimiter with a zero-width space',
    text(markdown('bad').replace('\n---\n', '\n---\u{200b}\n')),
    { code: 'inexact-delimiter', message: /U\+200B \(zero-width space\)/, line: 11 },
  ],
  [
    'dashes that an editor made',
    text(markdown('bad').replace('---\n', '—-\n')),
    { code: 'inexact-delimiter', message: /other dashes/, line: 1 },
  ],
  [
    'empty lines before the delimiter',
    text(`\n\n${markdown('bad')}`),
    { code: 'inexact-delimiter', message: /2 empty lines/, line: 1 },
  ],
  [
    'a byte order mark',
    text(`\u{feff}${markdown('bad')}`),
    { code: 'byte-order-mark', message: /U\+FEFF/, line: 1 },
  ],
  ['an empty file', text(''), { code: 'missing-delimiter', message: /is empty/, line: 1 }],
  [
    'bytes that are not UTF-8',
    text(Buffer.from(markdown('bad').replace('Ada', '\xff'), 'latin1')),
    { code: 'not-utf8', message: /not UTF-8/, line: 1 },
  ],
  [
    'huge front matter',
    yaml(`affiliation: ${'x'.repeat(20_000)}`),
    { code: 'front-matter-size', message: /at most 16384/, line: 1 },
  ],
  ['a huge text', body('x'.repeat(70_000)), { code: 'text-size', message: /at most 65536/, line: 1 }],
]

const yamls: Row[] = [
  [
    'an anchor and an alias',
    yaml('affiliation: &a Ada\nwebsite: *a'),
    { code: 'yaml-alias', message: /anchor \(&a\)/, line: 3 },
    { code: 'yaml-alias', message: /alias \(\*a\)/, line: 4 },
  ],
  [
    'a billion laughs',
    yaml(
      `a: &a [lol, lol]\n${'bcdefghi'
        .split('')
        .map((key, at) => `${key}: &${key} [${`*${'abcdefgh'[at]!}, `.repeat(9)}lol]`)
        .join('\n')}`,
    ),
    ...Array.from('abcdefghi', (_, at) => ({ code: 'yaml-alias', message: /anchor|alias/, line: 3 + at }) as const),
  ],
  [
    'a tag of a language',
    yaml('affiliation: !!python/object/apply:os.system ["ls"]'),
    { code: 'yaml-tag', message: /tag/i, line: 3 },
  ],
  ['a tag of YAML', yaml('affiliation: !!str 12'), { code: 'yaml-tag', message: /tag/, line: 3 }],
  [
    'a directive',
    text(markdown('bad').replace('---\n', '---\n%YAML 1.1\n')),
    { code: 'yaml-tag', message: /directive|tag/, line: 2 },
  ],
  ['a doubled key', yaml('title: Again'), { code: 'duplicate-key', message: /second time/, line: 3 }],
  [
    'dashes nested by thousands',
    yaml(`affiliation:\n  ${'- '.repeat(4000)}a`),
    { code: 'yaml-depth', message: /more than 3 deep/ },
  ],
  [
    'brackets nested by thousands',
    yaml(`affiliation: ${'['.repeat(8000)}`),
    { code: 'yaml-depth', message: /more than 3 deep/ },
  ],
  ['lists nested', yaml('affiliation: [[[[[1]]]]]'), { code: 'yaml-depth', message: /more than 3 deep/, line: 3 }],
  ['a reserved key', yaml('__proto__: { remix: true }'), { code: 'unknown-key', message: /"__proto__"/, line: 3 }],
  ['a merge key', yaml('<<: { remix: true }'), { code: 'unknown-key', message: /"<<"/, line: 3 }],
  ['a second document', yaml('...\nb: 1'), { code: 'yaml-syntax', message: /./ }],
  ['a tab', yaml('affiliation:\n\t- a'), { code: 'yaml-syntax', message: /tab/i, line: 4 }],
  [
    'a colon in a title',
    keys({ title: 'Sun: a study: two' }),
    { code: 'yaml-syntax', message: /not YAML/, line: 2 },
  ],
  [
    'a list instead of keys',
    text('---\n- title\n---\n'),
    { code: 'wrong-type', message: /holds no keys/, line: 2 },
  ],
  ['a complex key', yaml('? [a, b]\n: c'), { code: 'yaml-syntax', message: /not a plain text/, line: 3 }],
]

const values: Row[] = [
  ['an unknown key', yaml('price: 12'), { code: 'unknown-key', message: /no key "price"/, line: 3 }],
  ['a missing key', keys({ author: undefined }), { code: 'missing-key', message: /"author" is missing/ }],
  [
    'a number as title',
    keys({ title: '12' }),
    { code: 'wrong-type', message: /"title" is the number 12/, line: 2 },
  ],
  ['no title', keys({ title: '' }), { code: 'wrong-type', message: /"title" is empty/, line: 2 }],
  [
    'tags with commas',
    keys({ tags: 'avocados, love' }),
    { code: 'wrong-type', message: /"tags" is the text "avocados, love"/, line: 5 },
  ],
  [
    'consent in words',
    keys({ remix: 'yes' }),
    { code: 'wrong-type', message: /"remix" is the text "yes"/, line: 9 },
  ],
  [
    'HTML in the title',
    keys({ title: '<img src=x onerror=alert(1)>' }),
    { code: 'html', message: /is HTML/, line: 2 },
  ],
  ['an entity in the author', keys({ author: '"&lt;script&gt;"' }), { code: 'html', message: /"&lt;"/, line: 3 }],
  [
    'a right-to-left override in the title',
    keys({ title: '"gnp\u{202e}exe"' }),
    { code: 'hidden-character', message: /U\+202E \(right-to-left override\)/, line: 2 },
  ],
  [
    'a bidi mark in the date',
    keys({ date: '\u{200e}2026-03-21 14:05:00' }),
    { code: 'hidden-character', message: /U\+200E/, line: 4 },
  ],
  [
    'an escape sequence in the title',
    keys({ title: '"\\e[2Jowned"' }),
    { code: 'hidden-character', message: /U\+001B \(escape\)/, line: 2 },
  ],
  [
    'letters under towers of accents',
    keys({ title: `Z${'\u{301}'.repeat(40)}` }),
    { code: 'hidden-character', message: /four accents/, line: 2 },
  ],
  ['a title of two lines', keys({ title: '"a\\nb"' }), { code: 'wrong-value', message: /2 lines/, line: 2 }],
  ['a long title', keys({ title: 'x'.repeat(300) }), { code: 'wrong-value', message: /300 characters/, line: 2 }],
  [
    'a date without seconds',
    keys({ date: '2026-03-21 14:05' }),
    { code: 'date', message: /lacks the seconds/, line: 4 },
  ],
  [
    'a date that is none',
    keys({ date: '2026-02-30' }),
    { code: 'date', message: /there is no "2026-02-30"/, line: 4 },
  ],
  ['a date in words', keys({ date: 'yesterday' }), { code: 'date', message: /not written as a date/, line: 4 }],
  ['a date in the future', keys({ date: '2026-12-24' }), { code: 'date', message: /in the future/, line: 4 }],
  [
    'a date of another year',
    keys({ date: '2025-03-21' }),
    { code: 'year', message: /lies in works\/2026/, line: 4 },
  ],
  [
    'a category that is not there',
    keys({ categories: '[work, spam]' }),
    { code: 'category', message: /"spam"/, line: 6 },
  ],
  [
    'a licence in words',
    keys({ license: 'CC BY 4.0' }),
    { code: 'license', message: /"CC BY 4.0" is no SPDX/, line: 8 },
  ],
  [
    'a licence that is not taken',
    keys({ license: 'MIT' }),
    { code: 'license', message: /does not take works under MIT/, line: 8 },
  ],
  [
    'a description that is the title',
    keys({ alt: 'avocado love' }),
    { code: 'alt-text', message: /does not tell/, line: 10 },
  ],
  [
    'a script as website',
    keys({ website: '"javascript:alert(1)"' }),
    { code: 'link', message: /"javascript:alert\(1\)"/ },
  ],
  [
    'a website with a password',
    keys({ website: 'https://ada:secret@example.org/' }),
    { code: 'link', message: /holds no name, password/ },
  ],
  ['a path as parent', keys({ parents: '["../../etc/passwd"]' }), { code: 'uid', message: /is no uid/ }],
  ['a parent that is not there', keys({ parents: '[nobody]' }), { code: 'parent', message: /no work "nobody"/ }],
  ['itself as guide', keys({ guide: 'bad' }), { code: 'parent', message: /the work itself/ }],
]

const bodies: Row[] = [
  ['a script', body(`Text.\n\n${html}\n`), { code: 'html', message: /is HTML/, line: 14 }],
  [
    'an attribute that runs',
    body('Text <b onclick="x()">bold</b>\n'),
    { code: 'html', message: /onclick/, line: 12 },
    { code: 'html', message: /<\/b>/, line: 12 },
  ],
  [
    'a link that runs',
    body('[page](javascript:alert%281%29)\n'),
    { code: 'link', message: /javascript:/, line: 12 },
  ],
  [
    'a link to data',
    body('\n[page](data:text/html;base64,PHNjcmlwdD4=)\n'),
    { code: 'link', message: /data:text/, line: 13 },
  ],
  [
    'a picture that follows its readers',
    body('![x](https://example.org/pixel.gif)\n'),
    { code: 'link', message: /shows the picture/, line: 12 },
  ],
  [
    'text that runs backwards',
    body('safe \u{202e}efas\n'),
    { code: 'hidden-character', message: /U\+202E/, line: 12 },
  ],
]

describe('delimiters and encodings', () => {
  test.each(delimiters.map((row) => [row[0], row] as const))('%s', (_, row) => expectRefusal(md, row))
})

describe('YAML', () => {
  test.each(yamls.map((row) => [row[0], row] as const))('%s', (_, row) => expectRefusal(md, row))
})

describe('values', () => {
  test.each(values.map((row) => [row[0], row] as const))('%s', (_, row) => expectRefusal(md, row))
})

describe('texts', () => {
  test.each(bodies.map((row) => [row[0], row] as const))('%s', (_, row) => expectRefusal(md, row))
})
