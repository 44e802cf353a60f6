/**
 * A small choice that this browser keeps (an open workspace, a theme). In the shell every start has another origin,
 * so there it lasts only as long as the window.
 */
export const remembered = (name: string) => {
  const key = `aios.${name}`
  return {
    recall: (): string | undefined => localStorage.getItem(key) ?? undefined,
    keep: (value: string): void => localStorage.setItem(key, value),
  }
}
