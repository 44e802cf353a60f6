import { en } from './en/index.ts'

/** Every word that a reader sees comes from here; another language is another object of the same shape. */
export type Strings = typeof en

export const text: Strings = en
