/** Runs a script of `processes/` in a process of its own and returns the JSON that it prints. */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/**
 * @param name of the script
 * @param environment variables in addition to this process's
 * @throws Error when the process fails; its output is in the message
 */
export async function runProcess<T>(
  name: string,
  parameters: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<T> {
  const script = fileURLToPath(new URL(`./processes/${name}.ts`, import.meta.url))
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--conditions=reverie-source', '--import', 'tsx', script, ...parameters],
    { env: { ...process.env, NODE_OPTIONS: '', ...environment } },
  )
  return JSON.parse(stdout) as T
}
