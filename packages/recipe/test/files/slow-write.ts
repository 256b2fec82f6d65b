/** Writes a piece every 10 ms, for a minute at most so that nothing stays if its test dies, and says when the first is on the disk. With a second argument it ends by itself at an interrupt. */
import { writeFileAtomic } from '@reverie/recipe/node'

async function* pieces(): AsyncGenerator<Uint8Array> {
  for (let index = 0; index < 6000; index++) {
    yield new Uint8Array(1000)
    if (index === 1) process.stdout.write('writing\n')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

if (process.argv[3] !== undefined) process.once('SIGINT', () => process.exit(7))
await writeFileAtomic(process.argv[2] ?? '', pieces())
