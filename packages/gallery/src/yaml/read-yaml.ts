/**
 * YAML from strangers. Of the language only what a person writes by hand is taken: maps, lists, texts, numbers, true and
 * false. Anchors and aliases (a small file that becomes a large value), tags (values made by code), directives, several
 * documents, doubled keys and keys that are no texts are refused by name. Values are never made before that is known.
 * Lines are kept, so that a problem with a value can say where it stands.
 */
import {
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type ErrorCode,
  type YAMLError,
} from 'yaml'
import { quoted } from '../characters.ts'
import type { Fault } from '../problem.ts'

/** What was read. */
export interface Yaml {
  /** Plain data. */
  readonly value: unknown
  /** The line of a value, or of the nearest thing around it that is there; counted in the file from 1. */
  readonly lineOf: (path: readonly PropertyKey[]) => number
  /** The line of a key. */
  readonly lineOfKey: (path: readonly PropertyKey[], key: string) => number
}

/** How to read. */
export interface YamlOptions {
  /** The line of the file on which the text begins. */
  readonly firstLine: number
  /** Deepest nesting of maps and lists. */
  readonly maxDepth: number
}

/** Names that would reach an object's prototype. */
const reserved = new Set(['__proto__', 'constructor', 'prototype'])

/**
 * Reads YAML.
 * @returns the data when it is safe, and all that is wrong with it
 */
export function readYaml(text: string, { firstLine, maxDepth }: YamlOptions): { yaml?: Yaml; faults: Fault[] } {
  const counter = new LineCounter()
  const lineAt = (offset: number): number => firstLine + Math.max(1, counter.linePos(offset).line) - 1
  const directive = text.split('\n').findIndex((line) => line.startsWith('%'))
  if (directive >= 0) return { faults: [directiveFault(firstLine + directive)] }
  if (bracketDepth(text) > mostBrackets) return { faults: [tooDeep(firstLine, maxDepth)] }
  let document: Document
  try {
    document = parseDocument(text, {
      schema: 'core',
      version: '1.2',
      merge: false,
      stringKeys: true,
      prettyErrors: false,
      lineCounter: counter,
      logLevel: 'error',
    })
  } catch (error) {
    // Nesting by thousands of dashes exhausts the parser's stack.
    if (error instanceof RangeError) return { faults: [tooDeep(firstLine, maxDepth)] }
    throw error
  }
  const faults = [...document.errors, ...document.warnings].map((error) => faultOf(error, lineAt, maxDepth))
  // After a slip of syntax the rest is nested in ways that nobody wrote.
  const broken = faults.length > 0
  faults.push(...unsafeNodes(document, lineAt, maxDepth).filter(({ code }) => !broken || code !== 'yaml-depth'))
  if (faults.length > 0) return { faults: once(faults) }
  return {
    yaml: { value: document.toJS({ maxAliasCount: 0 }), ...linesOf(document, lineAt, firstLine) },
    faults: [],
  }
}

function unsafeNodes(document: Document, lineAt: (offset: number) => number, maxDepth: number): Fault[] {
  const faults: Fault[] = []
  visit(document, (_, node, path) => {
    if (isPair(node)) {
      const name = isScalar(node.key) ? String(node.key.value) : ''
      if (!reserved.has(name)) return undefined
      const line = lineAt(isNode(node.key) ? (node.key.range?.[0] ?? 0) : 0)
      faults.push({
        line,
        code: 'unknown-key',
        message: `There is no key ${quoted(name)}.`,
        fix: 'Remove the line.',
      })
      return visit.SKIP
    }
    if (!isNode(node)) return undefined
    const line = lineAt(node.range?.[0] ?? 0)
    const anchored = !isAlias(node) && node.anchor !== undefined
    if (isAlias(node) || anchored)
      faults.push({
        line,
        code: 'yaml-alias',
        message: isAlias(node)
          ? `An alias (*${node.source}) stands for another value, and none is taken.`
          : `An anchor (&${node.anchor ?? ''}) names a value for aliases, and none is taken.`,
        fix: aliasAdvice,
      })
    else if (node.tag !== undefined)
      faults.push({
        line,
        code: 'yaml-tag',
        message: `A tag (${quoted(node.tag)}) says what a value is made into, and none is taken.`,
        fix: 'Remove the tag; put a text that begins with "!" into quotation marks.',
      })
    const depth = path.filter((above) => isNode(above) && !isScalar(above)).length
    if (depth <= maxDepth) return undefined
    faults.push(tooDeep(line, maxDepth))
    return visit.SKIP
  })
  return faults
}

const directiveFault = (line: number): Fault => ({
  line,
  code: 'yaml-tag',
  message: 'The line is a directive ("%"), and none is taken.',
  fix: 'Remove the lines that begin with "%".',
})

/** More brackets in brackets are not handed to the parser, whose stack they would fill. */
const mostBrackets = 100

function bracketDepth(text: string): number {
  let depth = 0
  let most = 0
  for (const letter of text) {
    if (letter === '[' || letter === '{') depth++
    if ((letter === ']' || letter === '}') && depth > 0) depth--
    most = Math.max(most, depth)
  }
  return most
}

const tooDeep = (line: number, maxDepth: number): Fault => ({
  line,
  code: 'yaml-depth',
  message: `Lists and maps are nested more than ${maxDepth} deep.`,
  fix: 'Write plain values and simple lists.',
})

const aliasAdvice = 'Write the value itself; put a text that begins with "*" or "&" into quotation marks.'
const tagAdvice = 'Remove it; put a text that begins with "!" or "%" into quotation marks.'

/** What the parser finds, in our words, where they tell more than its own. */
const known: Readonly<Partial<Record<ErrorCode, (message: string) => Omit<Fault, 'line'>>>> = {
  DUPLICATE_KEY: () => ({
    code: 'duplicate-key',
    message: 'A key stands here for the second time.',
    fix: 'Keep one of the two lines.',
  }),
  TAG_RESOLVE_FAILED: tagFault,
  MULTIPLE_TAGS: tagFault,
  BAD_DIRECTIVE: tagFault,
  BAD_ALIAS: aliasFault,
  MULTIPLE_ANCHORS: aliasFault,
  ALIAS_PROPS: aliasFault,
  TAB_AS_INDENT: () => ({
    code: 'yaml-syntax',
    message: 'A line is indented by a tab.',
    fix: 'Indent it by spaces.',
  }),
  NON_STRING_KEY: () => ({
    code: 'yaml-syntax',
    message: 'A key is not a plain text.',
    fix: 'Write keys as in the example, such as "title:".',
  }),
  MULTIPLE_DOCS: () => ({
    code: 'yaml-syntax',
    message: 'A second YAML document begins here.',
    fix: 'Remove the line "---" or "...".',
  }),
}

function tagFault(message: string): Omit<Fault, 'line'> {
  return { code: 'yaml-tag', message: `A tag or a directive is not taken (${message}).`, fix: tagAdvice }
}

function aliasFault(message: string): Omit<Fault, 'line'> {
  return { code: 'yaml-alias', message: `An anchor or an alias is not taken (${message}).`, fix: aliasAdvice }
}

function faultOf({ code, message, pos }: YAMLError, lineAt: (offset: number) => number, maxDepth: number): Fault {
  const line = lineAt(pos[0])
  if (code === 'RESOURCE_EXHAUSTION') return tooDeep(line, maxDepth)
  const told = known[code]?.(message)
  if (told !== undefined) return { line, ...told }
  return {
    line,
    code: 'yaml-syntax',
    message: `This is not YAML: ${message.replace(/\s+/g, ' ')}`,
    fix: 'Write "key: value" on a line of its own; put a value with a colon, a # or quotation marks in it into quotation marks.',
  }
}

/** One fault a line and code: the parser often finds several in one slip. */
function once(faults: readonly Fault[]): Fault[] {
  const each = new Map<string, Fault>()
  for (const fault of faults) {
    const key = `${fault.line} ${fault.code}`
    if (!each.has(key)) each.set(key, fault)
  }
  return [...each.values()]
}

function linesOf(
  document: Document,
  lineAt: (offset: number) => number,
  firstLine: number,
): Pick<Yaml, 'lineOf' | 'lineOfKey'> {
  const nodeAt = (path: readonly PropertyKey[]): unknown =>
    path.length === 0 ? document.contents : document.getIn(path.map(String), true)
  const lineOfKey = (path: readonly PropertyKey[], key: string): number => {
    const map = nodeAt(path)
    const pair = isMap(map) ? map.items.find((item) => isScalar(item.key) && item.key.value === key) : undefined
    return isNode(pair?.key) ? lineAt(pair.key.range?.[0] ?? 0) : lineOf(path)
  }
  const lineOf = (path: readonly PropertyKey[]): number => {
    if (path.length === 0) return firstLine
    const last = path.at(-1)!
    const around = path.slice(0, -1)
    // A value may begin on the line after its key; a person looks for the key.
    if (typeof last === 'string') return lineOfKey(around, last)
    const node = nodeAt(path)
    return isNode(node) ? lineAt(node.range?.[0] ?? 0) : lineOf(around)
  }
  return { lineOf, lineOfKey }
}
