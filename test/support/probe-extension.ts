import { renameSync, writeFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'

/** An extension that only tells what it was given, in the file named on the command line, and goes with its parent. */
const [, , file = ''] = process.argv
const input = await text(process.stdin)
writeFileSync(`${file}.part`, JSON.stringify({ input, pid: process.pid, parent: process.ppid }))
renameSync(`${file}.part`, file)

const parent = process.ppid
setInterval(() => process.ppid !== parent && process.exit(), 50)
