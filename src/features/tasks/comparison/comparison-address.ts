import { hrefTo } from '../../../state/route.ts'

const prefix = 'compare~'

/** The address of two tasks side by side. */
export const hrefToComparison = (one: string, other: string): string => hrefTo('tasks', `${prefix}${one}~${other}`)

export const isComparison = (id: string): boolean => id.startsWith(prefix)

/** The two tasks that an address names. */
export const comparedIn = (id: string): readonly string[] => id.slice(prefix.length).split('~')
