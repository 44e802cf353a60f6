import { readFileSync, statSync } from 'node:fs'
import { join, normalize } from 'node:path'

const types: Record<string, string> = {
  css: 'text/css',
  html: 'text/html',
  ico: 'image/x-icon',
  js: 'application/javascript',
  json: 'application/json',
  mjs: 'application/javascript',
  pdf: 'application/pdf',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain',
  wasm: 'application/wasm',
  woff2: 'font/woff2',
}

export type Asset = { status: number; type: string; body: Buffer; headers: Record<string, string> }

/**
 * A file of the app's resources, by the core's rules: a path without a dot is a folder's `index.html`, an unknown ending
 * is a stream of bytes. Only what a packed archive could hold is served: nothing above `root`.
 */
export const readAsset = (root: string, path: string, range?: string): Asset => {
  if (!path.includes('.')) return readAsset(root, `${path.replace(/\/?$/, '/')}index.html`, range)
  const type = types[path.split('.').at(-1) ?? ''] ?? 'application/octet-stream'
  const file = join(root, normalize(join('/', path)))
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) {
    return { status: 404, type, body: Buffer.alloc(0), headers: {} }
  }
  return inRange({ status: 200, type, body: readFileSync(file), headers: {} }, range)
}

const inRange = (asset: Asset, range?: string): Asset => {
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? []
  if (from === undefined) return asset
  const size = asset.body.length
  const start = Number(from)
  const headers = { 'Accept-Ranges': 'bytes' }
  if (start >= size) {
    return { ...asset, status: 416, body: Buffer.alloc(0), headers: { ...headers, 'Content-Range': `bytes */${size}` } }
  }
  const body = asset.body.subarray(start, to ? Number(to) + 1 : size)
  const part = `bytes ${start}-${start + body.length - 1}/${size}`
  return { ...asset, status: 206, body, headers: { ...headers, 'Content-Range': part } }
}
