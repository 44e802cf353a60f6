/**
 * A small choice that this browser keeps (how wide a panel is). In the shell every start has another origin, so there
 * it lasts only as long as the window; what must last longer is a preference.
 */
export const remembered = (name: string) => {
  const key = `aios.${name}`
  return {
    recall: (): string | undefined => localStorage.getItem(key) ?? undefined,
    keep: (value: string): void => localStorage.setItem(key, value),
  }
}
