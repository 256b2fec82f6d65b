/** What goes into the ports of a generator's instrument or plug-in. */
import type { Instrument } from '@reverie/instruments'
import { quoted } from '../characters.ts'
import type { Generator } from '../config/generators.ts'

/** Tells what is wrong with a generator, at a key of it. */
export type Fault = (path: readonly PropertyKey[], message: string, fix: string) => undefined

/** Formats that others can be made of; two of them hold films too. */
export const stillFormats: readonly string[] = ['jpeg', 'png', 'webp', 'avif', 'gif']

/** What goes into the ports: what is said, and the work for a picture that is needed. */
export function portsOf(
  { inputs: said }: Generator,
  { name, inputs: ports }: Instrument,
  above: readonly Generator[],
  fault: Fault,
): Record<string, string> {
  const inputs: Record<string, string> = {
    ...(ports['image']?.required === true ? { image: 'work' } : {}),
    ...said,
  }
  for (const [port, source] of Object.entries(inputs)) {
    const kind = Object.hasOwn(ports, port) ? ports[port]!.kind : undefined
    if (kind === undefined)
      fault(
        ['inputs', port],
        `"${name}" has no input ${quoted(port)}.`,
        `Take one of: ${Object.keys(ports).join(', ')}.`,
      )
    else if (kind !== 'image' && kind !== 'mask')
      fault(
        ['inputs', port],
        `the input "${port}" of "${name}" takes no picture, and a gallery has nothing else.`,
        'Remove it, or write a plug-in.',
      )
    else judgeSource(port, source, above, fault)
  }
  for (const [port, { required }] of Object.entries(ports))
    if (required && inputs[port] === undefined)
      fault(
        ['inputs'],
        `"${name}" needs something for its input "${port}".`,
        ports[port]!.kind === 'image'
          ? `Write inputs: { ${port}: work }`
          : 'Take another instrument, or write a plug-in.',
      )
  return inputs
}

/** A source is the work, an earlier one, or a generator above that makes pictures. */
export function judgeSource(port: string, source: string, above: readonly Generator[], fault: Fault): void {
  if (source === 'work' || source === 'earlier') return
  const from = above.find(({ name }) => name === source)
  if (from === undefined)
    fault(
      ['inputs', port],
      `the input "${port}" is ${quoted(source)}, which is neither "work" nor "earlier" nor a generator above.`,
      `Take one of: ${['work', 'earlier', ...above.map(({ name }) => name)].join(', ')}.`,
    )
  else if (!stillFormats.includes(from.format))
    fault(
      ['inputs', port],
      `"${source}" makes ${from.format}, which is no picture.`,
      'Take a generator that makes pictures.',
    )
}
