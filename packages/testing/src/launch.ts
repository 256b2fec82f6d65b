/** Starts Chromium the way tests need it: headless, quiet on the network, with the devices that a test asks for. */
import { chromium, type Browser } from 'playwright-core'
import { findChromium } from './chromium.ts'

export interface LaunchOptions {
  /** Whether pages have WebGPU, computed by SwiftShader. */
  readonly webgpu?: boolean
  /** Whether pages have a camera, which shows a test pattern, without being asked. */
  readonly fakeCamera?: boolean
}

const QUIET = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const WEBGPU = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader', '--enable-features=Vulkan']
const CAMERA = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']

/**
 * A running Chromium. The caller closes it.
 * @throws Error when none is installed
 */
export async function launchChromium(options: LaunchOptions = {}): Promise<Browser> {
  const executablePath = findChromium()
  if (executablePath === undefined) {
    throw new Error(
      'Browser tests need a Chromium and found none. "npm test" installs one, or name one in CHROMIUM_PATH.',
    )
  }
  const args = [...QUIET, ...(options.webgpu ? WEBGPU : []), ...(options.fakeCamera ? CAMERA : [])]
  return chromium.launch({ executablePath, args })
}
