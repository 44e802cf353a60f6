/** Shorter ones are no secrets but words that servers without keys are given: "ollama", "none". */
const MIN_SECRET_LENGTH = 8

/** A key in the forms in which it may come back from a server; the longest first. None for what is too short to be secret. */
export const keyForms = (key: string | undefined, shortest = MIN_SECRET_LENGTH): string[] => {
  if (key === undefined || key.length < shortest) return []
  const forms = [
    key,
    JSON.stringify(key).slice(1, -1),
    encodeURIComponent(key),
    Buffer.from(key).toString('base64'),
    Buffer.from(`:${key}`).toString('base64'),
  ]
  return [...new Set(forms)].sort((a, b) => b.length - a.length)
}
