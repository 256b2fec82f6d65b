/** How many are asked of each host at once, and when a host wishes to be left alone. */

/** Turns at hosts. */
export interface Hosts {
  /** Waits for a turn at the host, works, and passes the turn on. */
  turn<T>(host: string, signal: AbortSignal, work: () => Promise<T>): Promise<T>
  /** Nobody asks the host before the time. @param time milliseconds of `now` */
  pause(host: string, time: number): void
}

/** What turns rest on. */
export interface HostsOptions {
  /** Requests that a host answers at once. */
  readonly perHost: number
  readonly now: () => number
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>
}

interface Host {
  running: number
  notBefore: number
  readonly waiting: (() => void)[]
}

/** Makes turns. Requests of a host begin in the order in which they came. */
export function createHosts({ perHost, now, sleep }: HostsOptions): Hosts {
  const hosts = new Map<string, Host>()
  const hostOf = (name: string): Host => {
    const known = hosts.get(name) ?? { running: 0, notBefore: 0, waiting: [] }
    hosts.set(name, known)
    return known
  }
  const enter = async (host: Host, signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted()
    if (host.running < perHost) {
      host.running++
      return
    }
    await new Promise<void>((resolve, reject) => {
      const go = (): void => {
        signal.removeEventListener('abort', leave)
        resolve()
      }
      const leave = (): void => {
        host.waiting.splice(host.waiting.indexOf(go), 1)
        reject(signal.reason as Error)
      }
      signal.addEventListener('abort', leave, { once: true })
      host.waiting.push(go)
    })
  }
  const leave = (host: Host): void => {
    // The turn is handed on rather than given back.
    const next = host.waiting.shift()
    if (next === undefined) host.running--
    else next()
  }
  return {
    turn: async (name, signal, work) => {
      const host = hostOf(name)
      await enter(host, signal)
      try {
        // oxlint-disable-next-line no-await-in-loop -- somebody else may have been told to wait longer meanwhile
        while (host.notBefore > now()) await sleep(host.notBefore - now(), signal)
        return await work()
      } finally {
        leave(host)
      }
    },
    pause: (name, time) => {
      const host = hostOf(name)
      host.notBefore = Math.max(host.notBefore, time)
    },
  }
}
