/**
 * Gives the references of a markdown, `[3]`, other numbers; those without one are taken out. What stands in code, and the
 * texts of links, stay as they are.
 */
export const renumbered = (markdown: string, numberOf: (number: number) => number | undefined): string =>
  markdown.replace(codeOrReference, (match, digits: string | undefined) => {
    if (digits === undefined) return match
    const number = numberOf(Number(digits))
    return number === undefined ? '' : `[${number}]`
  })

const codeOrReference = /```[\s\S]*?(?:```|$)|`[^`\n]*`|\[(\d{1,5})\](?![(:])/g
