/** `reverie models list|info|add` */
import type { ModelCard } from '@reverie/models'
import type { Command } from 'commander'
import { size } from '../amounts.ts'
import { act, addCommonOptions, refuse, type Call, type CommandDefinition } from '../call.ts'
import type { Manner } from '../terminal.ts'

export const models: CommandDefinition = {
  configure: (command, call) => {
    command.usage('list | info <id> | add <file>')
    addList(command.command('list').description('The networks that there are.'), call)
    addInfo(command.command('info').description('All about one network.').argument('[id]', 'Its id.'), call)
    addAdd(
      command
        .command('add')
        .description('Add a network of your own.')
        .argument('[file]', 'An ONNX file, or a TensorFlow.js model.json.'),
      call,
    )
    command.helpOption('-h, --help', 'Show this help.').helpCommand(false)
  },
}

function addList(command: Command, call: Call): void {
  addCommonOptions(command)
  act<Manner>(command, async ({ terminal, problems }) => {
    refuse(problems)
    const cards = await allCards()
    const width = Math.max(...cards.map(({ id }) => id.length))
    for (const { id, kind, bytes, license, title } of cards) {
      terminal.result(`${id.padEnd(width)}  ${kind.padEnd(8)}  ${size(bytes).padStart(7)}  ${license}  ${title}`)
    }
    call.answer({
      models: cards.map(({ id, kind, bytes, sha256, license }) => ({ id, kind, bytes, sha256, license })),
    })
  })
}

function addInfo(command: Command, call: Call): void {
  addCommonOptions(command)
  act<Manner>(command, async ({ operands, terminal, problems }) => {
    if (operands.length !== 1)
      problems.push('Give the id of one model: reverie models info <id>. "reverie models list" tells them.')
    refuse(problems)
    const { openModel } = await import('@reverie/models/node')
    const { card } = await openModel(operands[0]!)
    for (const line of describe(card)) terminal.result(line)
    call.answer(card)
  })
}

function addAdd(command: Command, call: Call): void {
  addCommonOptions(command)
  act<Manner>(command, async ({ operands, terminal, problems }) => {
    if (operands.length !== 1) problems.push('Give one file: reverie models add <file.onnx>')
    refuse(problems)
    const { addModel } = await import('@reverie/models/node')
    const card = await addModel(operands[0]!)
    terminal.result(card.id)
    terminal.note(`  Added. "reverie dream <picture> --model ${card.id}" dreams with it.`)
    call.answer(card)
  })
}

async function allCards(): Promise<ModelCard[]> {
  const [{ listModels }, { listAddedModels }] = await Promise.all([
    import('@reverie/models'),
    import('@reverie/models/node'),
  ])
  return [...listModels(), ...(await listAddedModels())]
}

function describe(card: ModelCard): string[] {
  const { input, defaultLayers, guideLayer, telling } = card
  const weights = Object.entries(defaultLayers).map(([name, weight]) => `${name}=${weight}`)
  return [
    `${card.id}: ${card.title}`,
    `  ${card.description}`,
    `  kind            ${card.kind}`,
    `  size            ${size(card.bytes)}`,
    `  SHA-256         ${card.sha256}`,
    `  licence         ${card.license}`,
    `  origin          ${card.origin}`,
    `  pictures        ${input.order}, black ${input.range[0]}, white ${input.range[1]}`,
    `  dreams          ${weights.join(', ')}; with a guide ${guideLayer}`,
    `  telling layers  ${telling.map(({ name }) => name).join(', ')}`,
  ]
}
