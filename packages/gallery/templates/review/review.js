/** Keys of the page. Everything works without them, and they can be switched off. */
const keys = {
  j: 'a[rel="next"]',
  k: 'a[rel="prev"]',
  o: '[data-key="o"]',
  a: 'button[value="approve"]',
  h: 'button[value="hold"]',
}
const stored = 'reverie-review-keys'
const find = (selector) => document.querySelector(selector)
const reason = find('#reason')

/** Goes from one picture of the work to another, around the end. */
function turn(step) {
  const views = [...document.querySelectorAll('a[data-view]')]
  const at = views.findIndex((view) => view.hasAttribute('aria-current'))
  views.at((at + step) % views.length)?.click()
}

function press(key) {
  if (key === 'ArrowRight') turn(1)
  else if (key === 'ArrowLeft') turn(-1)
  else if (key === 'r' && reason !== null) reason.focus()
  else if (Object.hasOwn(keys, key)) find(keys[key])?.click()
  else return false
  return true
}

let on = localStorage.getItem(stored) !== 'off'

addEventListener('keydown', (event) => {
  const { key, ctrlKey, metaKey, altKey, target, repeat } = event
  if (target === reason) {
    if (key === 'Escape') reason.blur()
    if (key === 'Enter' && (ctrlKey || metaKey)) find('button[value="reject"]')?.click()
    return
  }
  // A held key decides once.
  if (!on || ctrlKey || metaKey || altKey || repeat || target.closest('video, audio, summary')) return
  if (press(key)) event.preventDefault()
})

/** Shows the keys on what they press. */
function label() {
  for (const hint of document.querySelectorAll('kbd')) hint.remove()
  if (!on) return
  for (const [value, key] of [
    ['approve', 'a'],
    ['hold', 'h'],
    ['reject', 'r'],
  ]) {
    const hint = document.createElement('kbd')
    hint.setAttribute('aria-hidden', 'true')
    hint.textContent = key
    find(`button[value="${value}"]`)?.append(hint)
  }
}

const bar = find('.bar')
const toggle = document.createElement('button')
toggle.className = 'plain keys'
toggle.title =
  'j k: works · ← →: pictures · o: full size · a: approve · h: hold · r: write a reason, Ctrl+Enter: reject'
const name = () => {
  toggle.textContent = on ? 'Keys on' : 'Keys off'
  toggle.setAttribute('aria-pressed', String(on))
}
toggle.addEventListener('click', () => {
  on = !on
  localStorage.setItem(stored, on ? 'on' : 'off')
  name()
  label()
})
name()
label()
bar.insertBefore(toggle, bar.lastElementChild)
for (const current of document.querySelectorAll('.shelf [aria-current], .made [aria-current]')) {
  const row = current.closest('ul')
  row.scrollLeft = current.offsetLeft - row.offsetLeft - (row.clientWidth - current.clientWidth) / 2
}
