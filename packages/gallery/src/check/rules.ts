/**
 * A gallery's own rules: modules in its folder `plugins` that judge each work. They come from the base commit when a
 * submission is judged, and are trusted as the gallery is; they are no sandbox.
 */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { GalleryError } from '../error.ts'
import type { Problem } from '../problem.ts'
import type { FrontMatter } from '../work/schema.ts'
import type { Work } from './work.ts'

/** What a rule is given. */
export interface RuleWork extends FrontMatter {
  readonly uid: string
  readonly year: string
  /** The text below the front matter. */
  readonly body: string
}

/** What a rule finds. */
export interface RuleFinding {
  /** The key that it is about; the work as a whole unless said. */
  readonly key?: string
  readonly message: string
  readonly fix: string
}

/** A plug-in's `check`. */
export type Rule = (work: RuleWork) => readonly RuleFinding[] | Promise<readonly RuleFinding[]>

/**
 * Loads the rules.
 * @param folder the folder that holds `plugins`
 * @throws GalleryError when one is not there, does not load or exports no `check`
 */
export async function loadRules(folder: string, plugins: readonly string[]): Promise<ReadonlyMap<string, Rule>> {
  const rules = new Map<string, Rule>()
  for (const plugin of plugins) {
    let module: { readonly check?: unknown }
    try {
      module = (await import(pathToFileURL(join(folder, plugin)).href)) as typeof module
    } catch (error) {
      throw new GalleryError(
        `The plug-in "${plugin}" cannot be loaded (${error instanceof Error ? error.message : String(error)}): mend it, or remove it from gallery.yaml.`,
        { cause: error },
      )
    }
    if (typeof module.check !== 'function')
      throw new GalleryError(
        `The plug-in "${plugin}" exports no function "check": write "export function check(work) { return [] }".`,
      )
    rules.set(plugin, module.check as Rule)
  }
  return rules
}

/** Judges a work by all rules. A rule that fails is a problem of the work, since it was not judged. */
export async function applyRules(rules: ReadonlyMap<string, Rule>, work: Work): Promise<Problem[]> {
  const { lineOf, time: _, ...text } = work.text
  const problems: Problem[] = []
  for (const [plugin, rule] of rules) {
    try {
      for (const { key, message, fix } of await rule(structuredClone({ ...text, uid: work.uid, year: work.year })))
        problems.push({
          file: work.file,
          line: key === undefined ? 1 : lineOf(key),
          code: 'rule',
          message: `${message} (${plugin})`,
          fix,
        })
    } catch (error) {
      problems.push({
        file: work.file,
        line: 1,
        code: 'rule',
        message: `The plug-in "${plugin}" failed: ${error instanceof Error ? error.message : String(error)}`,
        fix: 'Tell those who keep the gallery.',
      })
    }
  }
  return problems
}
