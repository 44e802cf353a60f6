import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { dist, root } from '../project.ts'

export type Product = {
  /** Names the product; also the file that remembers what it was made from. */
  name: string
  /** Files and folders that it is made from; a folder counts with all that it holds. */
  inputs: readonly string[]
  /** Whatever else decides how it turns out. */
  settings?: readonly string[]
  /** Files without which it is not there. */
  outputs: readonly string[]
}

/** Runs `make` unless the product is there and was made from these very inputs. Gives back whether it did. */
export const unlessFresh = async (product: Product, make: () => Promise<void>): Promise<boolean> => {
  const now = fingerprint(product.inputs, product.settings)
  const isThere = product.outputs.every((path) => existsSync(path))
  if (isThere && existsSync(recordOf(product)) && readFileSync(recordOf(product), 'utf8') === now) return false
  await make()
  recordAsFresh(product, now)
  return true
}

/** Remembers that the product is there, made from what its inputs are now, or were when `inputs` was taken of them. */
export const recordAsFresh = (product: Product, inputs = fingerprint(product.inputs, product.settings)): void => {
  mkdirSync(dirname(recordOf(product)), { recursive: true })
  writeFileSync(recordOf(product), inputs)
}

const recordOf = ({ name }: Product) => join(dist, 'made-from', name)

/** SHA-256 over names and contents: a checkout changes times, a rebuild should not follow from that. */
export const fingerprint = (paths: readonly string[], settings: readonly string[] = []): string => {
  const hash = createHash('sha256')
  for (const text of settings) hash.update(`${text}\0`)
  for (const path of paths.flatMap(filesIn)) {
    hash.update(`${relative(root, path)}\0`)
    hash.update(createHash('sha256').update(readFileSync(path)).digest())
  }
  return hash.digest('hex')
}

const filesIn = (path: string): string[] => {
  if (!existsSync(path)) return []
  if (statSync(path).isFile()) return [path]
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}
