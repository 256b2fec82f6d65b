/**
 * A picture that lies elsewhere: `media: <uid>.link`, a file with one address. It is fetched when the gallery is built, from
 * the public Internet alone, and then judged as any picture that is submitted; what was fetched is recorded by its hash, and
 * only those bytes can be approved. Name this file in gallery.yaml: `plugins: [plugins/link.mjs]`.
 */

const mostBytes = 2100

export const media = {
  endings: ['link'],

  judge(bytes) {
    try {
      addressOf(bytes)
      return []
    } catch (error) {
      return [
        {
          message: error.message,
          fix: 'Write one address, for example https://example.org/picture.jpg, and nothing else.',
        },
      ]
    }
  },

  async render(bytes, { tools }) {
    return { bytes: await tools.fetch(addressOf(bytes)) }
  },
}

function addressOf(bytes) {
  if (bytes.length > mostBytes)
    throw new Error(`The file has ${bytes.length} bytes, and an address has at most ${mostBytes}.`)
  const text = new TextDecoder().decode(bytes).trim()
  if (/\s/.test(text)) throw new Error('The file holds more than one line or word.')
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new Error('The file holds no address that begins with https:// or http://.')
  if (url.username !== '' || url.password !== '') throw new Error('The address holds a name or a password.')
  return url.href
}
