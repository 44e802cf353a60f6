/**
 * Parts what a model says from what it thinks, where its server leaves that to the reader: some open models think first,
 * between `<think>` and `</think>` (also without the first mark, when the server wrote it into their prompt).
 */
export const withoutThinking = (said: string): { text: string; thought: string } => {
  const [mark = ''] = /^\s*<think>/.exec(said) ?? []
  const end = said.indexOf('</think>')
  if (mark === '' && (end < 0 || said.slice(0, end).includes('<think>'))) return { text: said, thought: '' }
  const thought = said.slice(mark.length, end < 0 ? undefined : end)
  return { text: end < 0 ? '' : said.slice(end + '</think>'.length).trimStart(), thought }
}
