/** Where time goes. */

/** What is done with a picture, one after the other. */
const stages = ['read', 'decode', 'measure', 'thumbnails', 'imprint', 'store'] as const

/** Seconds in each stage. */
export type StageSeconds = Record<(typeof stages)[number], number>

/** Nothing yet. */
export const noSeconds = (): StageSeconds => ({
  read: 0,
  decode: 0,
  measure: 0,
  thumbnails: 0,
  imprint: 0,
  store: 0,
})

/** Does something on the clock of a stage. */
export async function clocked<T>(
  seconds: StageSeconds,
  stage: keyof StageSeconds,
  act: () => T | Promise<T>,
): Promise<T> {
  const start = performance.now()
  try {
    return await act()
  } finally {
    seconds[stage] += (performance.now() - start) / 1000
  }
}

/** A clock of a stage that several do at once: it runs while anybody is at it. */
export function sharedClock(
  seconds: StageSeconds,
  stage: keyof StageSeconds,
): <T>(act: () => Promise<T>) => Promise<T> {
  let busy = 0
  let start = 0
  return async (act) => {
    if (busy++ === 0) start = performance.now()
    try {
      return await act()
    } finally {
      if (--busy === 0) seconds[stage] += (performance.now() - start) / 1000
    }
  }
}

/** Adds the seconds of a part to those of the whole. */
export function addSeconds(whole: StageSeconds, part: StageSeconds): void {
  for (const stage of stages) whole[stage] += part[stage]
}
