/**
 * What we use of AssemblyScript's compiler. Its own types declare AssemblyScript's standard library, which then counts as
 * everyone's: Array.at would no longer give `undefined` (tsconfig.tests.json puts these in their place).
 */

interface Result {
  readonly error: Error | null
}

interface Host {
  readonly stdout?: { write(text: string | Uint8Array): void }
  readonly stderr?: { write(text: string | Uint8Array): void }
  readonly readFile?: (name: string, folder: string) => string | null
  readonly writeFile?: (name: string, contents: string | Uint8Array, folder: string) => void
  readonly listFiles?: (folder: string, base: string) => string[] | null
}

export function main(options: readonly string[], host?: Host): Promise<Result>
export function compileString(
  source: string,
  options?: Readonly<Record<string, unknown>>,
): Promise<Result & { readonly binary: Uint8Array | null; readonly stderr: { toString(): string } }>
export function createMemoryStream(): { write(text: string | Uint8Array): void; toString(): string }
