/**
 * Every sentence of the backend that people read; another language is another folder of the same shape. Taken as a whole
 * (`import * as words`), so that the bundler leaves each process with those rooms alone that it uses.
 */
export * from './en/index.ts'
