/** What a person chose for this browser, kept across reloads. */
import { create } from 'zustand'

/** `auto` takes WebGPU where there is one; `reproducible` is WebAssembly on one thread, the same pixels each time. */
export type ProviderChoice = 'auto' | 'webgpu' | 'wasm' | 'reproducible'

/** Settings of this browser; they are no part of a recipe. */
export interface Settings {
  readonly theme: 'system' | 'light' | 'dark'
  readonly provider: ProviderChoice
  readonly shelfOpen: boolean
}

const place = 'reverie.settings'
const initial: Settings = { theme: 'system', provider: 'auto', shelfOpen: true }

/** The settings. */
export const useSettings = create<Settings>(() => ({ ...initial, ...kept() }))

/** Changes settings and keeps them. */
export function set(change: Partial<Settings>): void {
  useSettings.setState(change)
  try {
    localStorage.setItem(place, JSON.stringify(useSettings.getState()))
  } catch {
    // Forbidden storage: the choice holds for this visit.
  }
}

function kept(): Partial<Settings> {
  try {
    return JSON.parse(localStorage.getItem(place) ?? '{}') as Partial<Settings>
  } catch {
    return {}
  }
}

const dark = matchMedia('(prefers-color-scheme: dark)')

/** Follows the chosen theme, or the system's. Calls back with whether it is dark, now and at each change. */
export function followTheme(changed: (isDark: boolean) => void): void {
  const apply = () => {
    const { theme } = useSettings.getState()
    const isDark = theme === 'system' ? dark.matches : theme === 'dark'
    document.documentElement.dataset['theme'] = isDark ? 'dark' : 'light'
    changed(isDark)
  }
  useSettings.subscribe(apply)
  dark.addEventListener('change', apply)
  apply()
}
