/** What Reverie's tests share: a browser, pictures as literals, small networks, tolerances. */
export { withBrowser, type BrowserOptions, type BrowserTest } from './browser.ts'
export { ensureChromium, findChromium, findVulkanDriver } from './chromium.ts'
export { distance, type Distance } from './close.ts'
export { expectPicture, type ExpectedOptions } from './expected.ts'
export { launchChromium, type LaunchOptions } from './launch.ts'
export { networks } from './networks/index.ts'
export type { NetworkOptions } from './networks/kit.ts'
export { picture, testCard } from './raster.ts'
