#!/usr/bin/env node
/**
 * Makes a collection of Debian's openclipart-png: 6,900 transparent pictures in the public domain, and 1,221 links to them.
 * Fetched with apt into the user's cache and unpacked there, once; no rights of an administrator are needed.
 *
 *   npm run demo:openclipart [-- <collection>]     (by default beside the pictures, in the cache)
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const name = 'openclipart-png'
const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'reverie', 'demo')
const unpacked = join(cache, name)
const pictures = join(unpacked, 'usr', 'share', 'openclipart', 'png')
const [argument] = process.argv.slice(2)
const collection = argument === undefined ? join(cache, 'openclipart') : resolve(argument)

if (!existsSync(pictures)) unpack(fetchPackage())
const reverie = fileURLToPath(new URL('../apps/cli/bin/reverie.mjs', import.meta.url))
process.exitCode = run(process.execPath, [reverie, 'collect', pictures, '-o', collection], {})

/** The package's file, fetched if it is not there. */
function fetchPackage() {
  mkdirSync(cache, { recursive: true })
  const find = () => readdirSync(cache).find((file) => file.startsWith(`${name}_`) && file.endsWith('.deb'))
  if (find() === undefined && run('apt-get', ['download', name], { cwd: cache }) !== 0)
    fail(`apt-get could not download "${name}": on Debian or Ubuntu, run "sudo apt-get update" and try again.`)
  return join(cache, find() ?? '')
}

/** Whole or not at all. */
function unpack(file) {
  const part = `${unpacked}.part`
  rmSync(part, { recursive: true, force: true })
  if (run('dpkg', ['-x', file, part], {}) !== 0) fail(`dpkg could not unpack "${file}": remove it and try again.`)
  renameSync(part, unpacked)
}

/** Runs a program. @returns its exit code, or 127 when there is no such program */
function run(program, words, options) {
  const { status, error } = spawnSync(program, words, { stdio: 'inherit', ...options })
  return error === undefined ? (status ?? 1) : 127
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}
