import { en } from './en/index.ts'

/** Every word of the backend that people read comes from here; another language is another object of the same shape. */
export type Words = typeof en

export const words: Words = en
