import { readEmbedded } from '../../src/metadata/embedded.ts'

const say = (answer: unknown): void => postMessage(answer)

addEventListener('message', ({ data }: MessageEvent<Uint8Array>) => {
  readEmbedded(data).then(say, (error: unknown) => say(String(error)))
})
