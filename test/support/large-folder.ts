import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export const hasGit = spawnSync('git', ['--version']).status === 0

/** Puts so many small files into a folder that it is not copied for each task. */
export const largeFolder = (folder: string, files = 2010) => {
  for (let n = 0; n < files; n++) {
    const place = join(folder, String(n % 20))
    if (n < 20) mkdirSync(place)
    writeFileSync(join(place, `${n}.txt`), String(n))
  }
}

/** Makes it a repository with a commit; `state` is all that stands in there, to the byte. */
export const repository = (folder: string) => {
  const env = { PATH: process.env.PATH, HOME: folder, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' }
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@x', ...args], { cwd: folder, env })
  git('init', '--quiet')
  git('add', '--all')
  git('commit', '--quiet', '-m', 'all')
  const own = join(folder, '.git')
  return {
    state: () =>
      (readdirSync(own, { recursive: true }) as string[]).toSorted().map((name) => {
        const path = join(own, name)
        return [name, statSync(path).isFile() ? readFileSync(path, 'base64') : '/', statSync(path).mtimeMs]
      }),
  }
}
