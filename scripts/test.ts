/**
 * `npm test`: finds or installs a Chromium, then checks types, lint and the house rules, then runs all tests. The last
 * line is `N passed, N failed`, where each check counts as one test; the exit code is 1 when anything failed.
 *
 * Parameters are passed on to Vitest (`npm test -- packages/graph`); then the checks are left out.
 */
import { spawnSync, type SpawnSyncReturns } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureChromium } from '@reverie/testing'

const root = fileURLToPath(new URL('..', import.meta.url))
const say = (line: string): void => console.log(line)

interface Counts {
  readonly passed: number
  readonly failed: number
}

/** The checks that are scripts of package.json, in the order in which they run. */
const CHECKS = ['lockfile', 'types', 'lint', 'house-rules', 'format:check', 'knip', 'reference'] as const

function runChecks(): Counts {
  const results = CHECKS.map((name) => {
    const started = performance.now()
    const result = run('npm', ['run', '--silent', name], 'pipe')
    const fine = result.status === 0
    say(`${fine ? '✓' : '✗'} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`)
    if (!fine) say(`${result.stdout}${result.stderr}`.trimEnd())
    return fine
  })
  return count(results)
}

const count = (results: readonly boolean[]): Counts => ({
  passed: results.filter(Boolean).length,
  failed: results.filter((fine) => !fine).length,
})

/** The part of Vitest's JSON report that is counted. */
interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly testResults: readonly {
    readonly status: string
    readonly assertionResults: readonly { status: string }[]
  }[]
}

/** @param built whether what the sources were just compiled to is what the command's tests run, which starts in half the time */
function runTests(parameters: readonly string[], built: boolean): Counts {
  const folder = mkdtempSync(join(tmpdir(), 'reverie-test-'))
  const file = join(folder, 'report.json')
  const command = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
    const environment = built ? { REVERIE_BUILT: '1' } : {}
    const { status } = run(process.execPath, [command, 'run', ...reporters, ...parameters], 'inherit', environment)
    const report = read(file)
    if (report === undefined) return { passed: 0, failed: 1 }
    // Files that failed to load have no tests of their own to count.
    const broken = report.testResults.filter(
      ({ status, assertionResults }) =>
        status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
    ).length
    const failed = report.numFailedTests + broken
    if (report.numPendingTests > 0) say(`${report.numPendingTests} skipped, for what this machine lacks: see above`)
    return { passed: report.numPassedTests, failed: failed === 0 && status !== 0 ? 1 : failed }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function read(file: string): Report | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Report
  } catch {
    return undefined // Vitest ended before it could write one.
  }
}

function run(
  command: string,
  parameters: readonly string[],
  output: 'inherit' | 'pipe',
  environment: Readonly<Record<string, string>> = {},
): SpawnSyncReturns<string> {
  return spawnSync(command, parameters, {
    cwd: root,
    env: { ...process.env, ...environment },
    encoding: 'utf8',
    stdio: ['ignore', output, output],
    maxBuffer: 2 ** 28,
    shell: process.platform === 'win32',
  })
}

function main(parameters: readonly string[]): Counts {
  try {
    say(`Chromium: ${ensureChromium(say)}`)
  } catch (error) {
    say((error as Error).message)
    return { passed: 0, failed: 1 }
  }
  const isWhole = parameters.length === 0
  const checks = isWhole ? runChecks() : count([])
  const tests = runTests(parameters, isWhole)
  return { passed: checks.passed + tests.passed, failed: checks.failed + tests.failed }
}

const { passed, failed } = main(process.argv.slice(2))
say(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
