// npm run format: lint with what can be mended mended, and everything formatted.
import { tool } from './run-command.ts'
import { script } from './script.ts'

script((args) => tool('@biomejs/biome/bin/biome', ['check', '--write', ...args]))
