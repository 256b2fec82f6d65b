/** Keeps the room for a visit without a network, once the page is at rest. */

function register(): void {
  // Without it the Studio works as long as there is a network.
  navigator.serviceWorker.register('/sw.js').catch(() => undefined)
}

function rest(): void {
  if ('requestIdleCallback' in window) requestIdleCallback(register, { timeout: 5000 })
  else setTimeout(register, 2000)
}

/** Registers the service worker when the first visit has what it needs. In development there is none. */
export function keepOffline(): void {
  if (import.meta.env.DEV || !('serviceWorker' in navigator)) return
  if (document.readyState === 'complete') rest()
  else window.addEventListener('load', rest, { once: true })
}
