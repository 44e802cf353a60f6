/** What a file that answers a question is called, without its extension. */
export const fileNameFor = (question: string): string =>
  question.replace(/\s+/g, ' ').trim().slice(0, 60).toWellFormed().trim()

/** In one line, without signs that nobody sees or that turn the rest around: for what people decide by. */
export const plainLine = (text: string): string =>
  text.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\u200b\u2060\ufeff]+/gu, ' ').trim()
