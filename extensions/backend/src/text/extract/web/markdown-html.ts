/** Quotes and lists that may lie in each other at the start of a line; more say nothing, and Marked goes through them by recursion. */
const deepest = 32
/** White space before them: two characters for each list that a line lies in. */
const widest = 2 * deepest

const containers = /^([ \t]*)((?:(?:>|[-+*]|\d{1,9}[.)])(?:[ \t]+|(?=>)|$))+)/gm
const container = /(?:>|[-+*]|\d{1,9}[.)])[ \t]*/g

/** Markdown as HTML; undefined where it nests in a way that cannot be followed. */
export const markdownHtml = async (source: string): Promise<string | undefined> => {
  const { Marked } = await import('marked')
  try {
    return await new Marked({ gfm: true }).parse(source.replace(containers, shallow))
  } catch (error) {
    if (isTooDeep(error)) return undefined
    throw error
  }
}

const shallow = (_: string, space: string, marks: string) =>
  space.slice(0, widest) + (marks.match(container) ?? []).slice(0, deepest).join('')

/** Marked hands on what the engine says, with a sentence of its own. */
const isTooDeep = (error: unknown) => error instanceof Error && error.message.includes('call stack')
