/** The search. What it shows comes from strangers, and becomes text and nothing else. */
const root = new URL('../', import.meta.url)
const form = document.querySelector('#search')
const found = document.querySelector('#found')
const results = document.querySelector('#results')
const further = document.querySelector('#further')
const step = 20

let pagefind
let latest = 0
let left = []

const load = async () => {
  pagefind ??= await import('../pagefind/pagefind.js')
  return pagefind
}

/** Text with its marks, of what the search gives as HTML. */
const excerptOf = (html) => {
  const parsed = new DOMParser().parseFromString(html, 'text/html').body
  return [...parsed.childNodes].map((node) => {
    if (node.nodeName !== 'MARK') return node.textContent
    const mark = document.createElement('mark')
    mark.textContent = node.textContent
    return mark
  })
}

const within = (address) => new URL(address.replace(/^\//, ''), root).href

const show = async (run) => {
  const next = await Promise.all(left.splice(0, step).map((result) => result.data()))
  if (run !== latest) return
  for (const { raw_url: address, meta, excerpt } of next) {
    const item = document.createElement('li')
    const link = document.createElement('a')
    link.href = within(address)
    if (meta.image !== undefined) {
      const image = document.createElement('img')
      image.src = within(meta.image)
      image.alt = ''
      image.width = 96
      image.height = 96
      image.loading = 'lazy'
      link.append(image)
    }
    const title = document.createElement('span')
    title.className = 'title'
    title.textContent = meta.title
    const author = document.createElement('span')
    author.className = 'by'
    author.textContent = meta.author
    const text = document.createElement('span')
    text.className = 'excerpt'
    text.append(...excerptOf(excerpt))
    link.append(title, author, text)
    item.append(link)
    results.append(item)
  }
  further.hidden = left.length === 0
}

const search = async () => {
  const run = ++latest
  const values = Object.fromEntries(new FormData(form))
  const filters = Object.fromEntries(
    ['tag', 'author', 'year'].flatMap((name) => (values[name] === '' ? [] : [[name, values[name]]])),
  )
  const query = values.q.trim()
  const address = new URLSearchParams(Object.entries(values).filter(([, value]) => value !== ''))
  history.replaceState(null, '', address.size === 0 ? location.pathname : `?${address}`)
  if (query === '' && Object.keys(filters).length === 0) {
    left = []
    results.replaceChildren()
    further.hidden = true
    found.textContent = ''
    return
  }
  const { results: all } = await (await load()).search(query === '' ? null : query, { filters })
  if (run !== latest) return
  left = all
  results.replaceChildren()
  found.textContent =
    all.length === 0 ? 'Nothing was found.' : `${all.length} ${all.length === 1 ? 'work' : 'works'}`
  await show(run)
}

const asked = new URLSearchParams(location.search)
for (const name of ['q', 'tag', 'author', 'year']) if (asked.has(name)) form.elements[name].value = asked.get(name)

let timer
document.querySelector('#without').hidden = true
form.hidden = false
form.addEventListener('submit', (event) => event.preventDefault())
form.addEventListener('input', () => {
  clearTimeout(timer)
  timer = setTimeout(() => void search(), 150)
})
further.addEventListener('click', () => void show(latest))
if (asked.size > 0) void search()
