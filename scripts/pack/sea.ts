// Injects one script into one Node, in a process of its own: pkg finds its cache by the home folder, which is set for it.
import { createRequire } from 'node:module'
import type { Target } from '../targets.ts'

type Sea = (
  entry: string,
  options: {
    signature: boolean
    seaConfig: { useCodeCache: boolean }
    targets: { nodeRange: string; platform: string; arch: string; output: string }[]
  },
) => Promise<void>

export type SeaOrder = {
  /** One CommonJS file. */
  entry: string
  output: string
  version: string
  platform: Target['platform']
  arch: Target['arch']
  /** Only right where the code runs on the OS and CPU that this runs on. */
  codeCache: boolean
}

const { default: sea } = createRequire(import.meta.url)('@yao-pkg/pkg/lib-es5/sea') as { default: Sea }
const { entry, output, version, platform, arch, codeCache } = JSON.parse(process.argv[2] ?? '') as SeaOrder
await sea(entry, {
  signature: true,
  seaConfig: { useCodeCache: codeCache },
  targets: [{ nodeRange: `node${version}`, platform, arch, output }],
})
