/** A gallery's own rules: the `check` of its plug-ins, which come from the base commit when a submission is judged. */
import type { Plugin, Rule } from '../plugins/plugin.ts'
import type { Problem } from '../problem.ts'
import type { Work } from './work.ts'

/** The rules among plug-ins, by path. */
export function rulesOf(plugins: ReadonlyMap<string, Plugin>): ReadonlyMap<string, Rule> {
  const rules = new Map<string, Rule>()
  for (const [path, { check }] of plugins) if (check !== undefined) rules.set(path, check)
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
