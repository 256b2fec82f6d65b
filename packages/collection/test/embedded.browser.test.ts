import { withBrowser } from '@reverie/testing'
import sharp from 'sharp'
import { expect, test } from 'vitest'

const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Ein Vogel</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>Ada</rdf:li></rdf:Seq></dc:creator>
<dc:subject><rdf:Bag><rdf:li>bird</rdf:li><rdf:li>sky</rdf:li></rdf:Bag></dc:subject>
</rdf:Description></rdf:RDF></x:xmpmeta>`

test('a worker in Chromium reads what a picture says of itself by XMP, without a warning', async () => {
  const bytes = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
    .withXmp(xmp)
    .jpeg()
    .toBuffer()
  const answer = await withBrowser({}, ({ run }) =>
    run(new URL('./pages/embedded.ts', import.meta.url), new Uint8Array(bytes)),
  )
  expect(answer).toMatchObject({ title: 'Ein Vogel', author: 'Ada', tags: ['bird', 'sky'] })
}, 60_000)
