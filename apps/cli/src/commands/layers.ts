/** `reverie layers [<picture>]` */
import { act, addCommonOptions, refuse, type Call, type CommandDefinition, type Invocation } from '../call.ts'
import { readMakingOptions, type MakingOptions } from '../making-options.ts'

type Options = MakingOptions & { readonly model?: string; readonly all?: boolean }

export const layers: CommandDefinition = {
  configure: (command, call) => {
    command.argument('[picture]', 'A picture to dream each layer into, for a labelled contact sheet.')
    command.optionsGroup('Layers:')
    command.option('--model <id|file.onnx>', 'The network; the usual one of "reverie dream" unless said.')
    command.option('--all', 'All layers, not only those that show most.')
    command.option('-o, --out <file>', 'The contact sheet; "<picture>-layers.png" unless said.')
    command.option('--provider <name>', 'Where the network runs: cpu, webgpu or wasm (cpu unless said).')
    addCommonOptions(command)
    act<Options>(command, (invocation) => run(invocation, call))
  },
}

async function run({ operands, options, terminal, problems }: Invocation<Options>, call: Call): Promise<void> {
  const { provider } = readMakingOptions(options, problems)
  if (operands.length > 1) problems.push(`"reverie layers" takes one picture, found ${operands.length}.`)
  refuse(problems)
  const [{ dreamParameters }, { openHost }] = await Promise.all([
    import('@reverie/instruments'),
    import('../host.ts'),
  ])
  const host = openHost(provider)
  const id = options.model ?? dreamParameters.parse({}).model
  const model = await host.model(id)
  const chosen = model.layers.filter(({ telling }) => options.all === true || telling)
  const [picture] = operands
  if (picture === undefined) {
    terminal.result(`${'layer'.padEnd(32)} channels  stride`)
    for (const { name, channels, stride } of chosen) {
      terminal.result(
        `${name.padEnd(32)} ${String(channels ?? '?').padStart(8)}  ${String(stride ?? '?').padStart(6)}`,
      )
    }
    const list = chosen.map(({ name, channels, stride, op, telling }) => ({ name, channels, stride, op, telling }))
    call.answer({ model: model.id, defaultLayers: model.defaultLayers, guideLayer: model.guideLayer, layers: list })
  } else {
    const { makeContactSheet } = await import('../contact-sheet.ts')
    const names = chosen.map(({ name }) => name)
    const sheet = await makeContactSheet({ picture, out: options.out, model, layers: names }, host, call, terminal)
    terminal.result(sheet.out)
    call.answer({ ...sheet, model: model.id, layers: names })
  }
  await host.dispose()
}
