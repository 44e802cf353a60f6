/** Numbers from 0 to 1 that are the same in every run. */
export const random = (seed: number) => () => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
  return seed / 2 ** 32
}

const syllables = 'ka lo mi ter ber an den is or ta pre con ing ed ly Ma So'.split(' ')

/** Prose that means nothing, with everything that makes prose hard to cut. */
export const prose = (next: () => number, length: number): string => {
  const pick = <T>(from: readonly T[]) => from[Math.floor(next() * from.length)] as T
  let text = ''
  while (text.length < length) {
    const kind = next()
    if (kind < 0.02) text += '\n\n'
    else if (kind < 0.04) text += '\n• '
    else if (kind < 0.06) text += pick(['Dr. ', 'z. B. ', '3.14 ', 'U.S. ', '(vgl. S. 12) ', '… '])
    else if (kind < 0.08)
      text += pick(['研究表明。人工智能', 'ไทยไม่มีช่องว่าง', '東京は', '😀👩‍👩‍👧 ', 'Größe ', 'e\u0301tude '])
    else if (kind < 0.2) text += pick(['. ', '? ', '! ', '; ', ', '])
    else text += `${pick(syllables)}${pick(syllables)} `
    if (next() < 0.001) text += 'x'.repeat(3000)
  }
  return text
}
