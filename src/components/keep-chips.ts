/** UTF-16 units of a word that a chip stays with; a longer one has to be free to break. */
const MAX_WORD = 24

const isChip = (node: Node | null): node is HTMLElement => node instanceof HTMLElement && 'citation' in node.dataset

/** Takes the last word off a text, with the space after it; nothing where there is none, or it is too long. */
const takeLastWord = (text: Text): Text | undefined => {
  const [word] = /\S+\s*$/.exec(text.data) ?? []
  return word && word.length <= MAX_WORD ? text.splitText(text.length - word.length) : undefined
}

/** The last word before a chip, out of what emphasizes it if need be, and emphasized as it was. */
const wordBefore = (chip: HTMLElement): Node | undefined => {
  const before = chip.previousSibling
  if (before instanceof Text) return takeLastWord(before)
  if (!(before instanceof HTMLElement) || !(before.lastChild instanceof Text)) return undefined
  const word = takeLastWord(before.lastChild)
  if (!word) return undefined
  const shell = before.cloneNode() as HTMLElement
  shell.append(word)
  return shell
}

/** Puts citations on one line with the word that they belong to: a chip that begins a line seems to belong to what follows. */
export const keepChips = (root: ParentNode): void => {
  for (const chip of root.querySelectorAll<HTMLElement>('[data-citation]')) {
    if (isChip(chip.previousSibling) || chip.closest('.together')) continue
    const word = wordBefore(chip)
    if (!word) continue
    const together = document.createElement('span')
    together.className = 'together'
    chip.before(together)
    while (isChip(together.nextSibling)) together.append(together.nextSibling)
    together.prepend(word)
  }
}
