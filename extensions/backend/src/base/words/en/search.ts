/** What is wrong with a query, or with a description of what to look for. */
export const search = {
  badDate: (value: string, filter: string) =>
    `“${value}” isn’t a date. Write a year, a month or a day: ${filter}:2024, ${filter}:2024-05 or ${filter}:2024-05-31.`,
  badType: (value: string, near: readonly string[]) =>
    `“${value}” isn’t a document type. Try ${near.map((word) => `type:${word}`).join(', ')}.`,
}

export const patterns = {
  tooLong: (most: number) => `A pattern can have up to ${most} characters. Shorten it.`,
  badFlags: (written: string) => `${written} has flags other than i, m, s and u. Remove them.`,
  badExpression: (written: string, reason?: string) =>
    `${written} isn’t a valid regular expression${reason ? `: ${reason}` : ''}.`,
  missing: 'Describe what the identifiers look like: “IDs like AB-1234”, “AB-####” or /AB-\\d+/.',
}

const months = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
]

export const dates = {
  /** `31 March (no year)`; `days` is a day or a range of them, months are counted from 1. */
  yearless: (days: string, month: number) => `${days} ${months[month - 1]} (no year)`,
}
