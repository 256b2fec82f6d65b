/** The commands that there are. Each is loaded when it is asked for: the help of the program needs none of them. */
import { Command } from 'commander'
import type { Call, CommandDefinition } from './call.ts'
import { CallError, unknownName } from './problems.ts'

interface Entry {
  readonly summary: string
  readonly load: () => Promise<CommandDefinition>
}

const commands: Readonly<Record<string, Entry>> = {
  dream: {
    summary: 'let a vision network draw what it sees into pictures',
    load: async () => (await import('./commands/dream.ts')).dream,
  },
  deepdream: {
    summary: 'dream as the container vsoch/deepdream did: its flags, its file names',
    load: async () => (await import('./commands/deepdream.ts')).deepdream,
  },
  pattern: {
    summary: 'draw with a small network, from nothing or from works; loops, tiles, prints, shaders',
    load: async () => (await import('./commands/pattern.ts')).pattern,
  },
  collect: {
    summary: 'make a collection of pictures: imprints, neighbours, a map, a search',
    load: async () => (await import('./commands/collect.ts')).collect,
  },
  search: {
    summary: 'find pieces of a collection by pictures, words and colours',
    load: async () => (await import('./commands/search.ts')).search,
  },
  edit: {
    summary: 'set titles, authors, licences, tags and years of pieces by hand',
    load: async () => (await import('./commands/edit.ts')).edit,
  },
  export: {
    summary: 'write a collection as an archive to move it, or as CSV, JSON or Arrow',
    load: async () => (await import('./commands/export.ts')).exportCommand,
  },
  map: {
    summary: 'write a collection as a zoomable map that any web server hosts',
    load: async () => (await import('./commands/map.ts')).map,
  },
  collage: {
    summary: 'lay out pieces of a collection that are alike, for a screen or a print',
    load: async () => (await import('./commands/collage.ts')).collage,
  },
  gallery: {
    summary: 'keep an open gallery: make one, bring one over, check submissions',
    load: async () => (await import('./commands/gallery.ts')).gallery,
  },
  layers: {
    summary: 'list the layers that can be dreamed; with a picture, a contact sheet of them',
    load: async () => (await import('./commands/layers.ts')).layers,
  },
  recipe: {
    summary: 'show what made a work',
    load: async () => (await import('./commands/recipe.ts')).recipe,
  },
  render: {
    summary: 'make a work again from its recipe, at any size',
    load: async () => (await import('./commands/render.ts')).render,
  },
  verify: {
    summary: 'make a work again and compare',
    load: async () => (await import('./commands/verify.ts')).verify,
  },
  models: {
    summary: 'list networks, tell about one, add your own',
    load: async () => (await import('./commands/models.ts')).models,
  },
  studio: {
    summary: 'open the Studio in a browser',
    load: async () => (await import('./commands/studio.ts')).studio,
  },
}

/**
 * The program with the one command that is called filled in.
 *
 * @param asked the first argument that is no option, or `undefined`.
 * @throws CallError when there is no such command.
 */
export async function createProgram(asked: string | undefined, version: string, call: Call): Promise<Command> {
  const program = new Command('reverie')
    .description('Reverie: a studio for neural art.')
    .version(version, '-V, --version', 'Show the version.')
    .helpOption('-h, --help', 'Show this help.')
    .helpCommand(false)
    .addHelpText('after', '\n"reverie <command> --help" tells all about one of them.')
  if (asked !== undefined && commands[asked] === undefined) {
    throw new CallError([unknownName('command', asked, Object.keys(commands))])
  }
  for (const [name, { summary, load }] of Object.entries(commands)) {
    const command = program.command(name).summary(summary)
    command.description(`${summary[0]!.toUpperCase()}${summary.slice(1)}.`)
    if (name === asked) (await load()).configure(command, call)
  }
  return quietly(program)
}

/** Commander reports by throwing, here and in every command, so that one place speaks and sets the exit code. */
function quietly(program: Command): Command {
  for (const command of [program, ...program.commands, ...program.commands.flatMap((parent) => parent.commands)]) {
    command.exitOverride().configureOutput({ outputError: () => undefined })
  }
  return program
}
