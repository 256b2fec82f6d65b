/** Shaking a phone makes another collage. Phones of Apple's ask the person first, which only a press can bring about. */
import { create } from 'zustand'

interface AskingMotion {
  requestPermission?(): Promise<'granted' | 'denied'>
}

type Shaking = 'none' | 'unasked' | 'on' | 'off'

const motion = (globalThis as { DeviceMotionEvent?: AskingMotion }).DeviceMotionEvent
const isPhone = matchMedia('(pointer: coarse)').matches

/** Whether shaking is heard: `none` where the device cannot tell, `unasked` before the person was asked. */
export const useShaking = create<{ readonly shaking: Shaking }>(() => ({
  shaking: !motion || !isPhone ? 'none' : motion.requestPermission ? 'unasked' : 'on',
}))

/** Asks for leave to hear of motion. Call it at a press. */
export async function allowShaking(): Promise<void> {
  const answer = await motion?.requestPermission?.().catch(() => 'denied' as const)
  useShaking.setState({ shaking: answer === 'denied' ? 'off' : 'on' })
}

/** Metres a second squared between two moments that make a shake, and how many of them in what time. */
const jolt = 18
const jolts = 3
const within = 900
const rest = 1200

/** Calls back at each shake until the returned function is called. */
export function onShake(shaken: () => void): () => void {
  let last: readonly [number, number, number] | undefined
  let times: number[] = []
  let deaf = 0
  const listener = ({ accelerationIncludingGravity: force, timeStamp }: DeviceMotionEvent) => {
    if (!force || useShaking.getState().shaking !== 'on' || timeStamp < deaf) return
    const now = [force.x ?? 0, force.y ?? 0, force.z ?? 0] as const
    const change = last ? Math.hypot(now[0] - last[0], now[1] - last[1], now[2] - last[2]) : 0
    last = now
    if (change < jolt) return
    times = [...times.filter((time) => timeStamp - time < within), timeStamp]
    if (times.length < jolts) return
    times = []
    deaf = timeStamp + rest
    shaken()
  }
  window.addEventListener('devicemotion', listener)
  return () => window.removeEventListener('devicemotion', listener)
}
