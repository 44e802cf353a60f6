import { stem } from './stems/english.ts'
import { german } from './stems/german.ts'
import { beginning, romance } from './stems/light.ts'

/** How the words of a language that is written in Latin letters are brought to their stems. */
export const stemmers = {
  en: stem,
  de: german,
  romance,
  /** All others: what their words begin with. */
  other: beginning,
} as const

/** A group of languages whose words are stemmed alike. */
export type Language = keyof typeof stemmers
export const languages = Object.keys(stemmers) as Language[]

/** Words that make up much of any text in a language and hardly stand in another's, folded. */
const telling: Readonly<Record<string, { language: Language; words: ReadonlySet<string> }>> = Object.fromEntries(
  Object.entries({
    en: ['en', 'the of and to in is that for it was with as on are be by this from at which or have not were but'],
    de: [
      'de',
      'der die und das den von zu mit sich des auf fur ist im dem nicht ein eine als auch es an werden aus hat wird bei',
    ],
    nl: ['de', 'de het een van en dat niet zijn op te voor met aan worden door maar naar ook bij uit werd'],
    fr: ['romance', 'le la les des et est dans du une pour que qui au par sur pas avec plus ce sont aux'],
    es: ['romance', 'el la los las de que en un una por con para del se su al es lo como mas'],
    it: ['romance', 'il di che la un per una del della con non sono le dei nel alla gli si da piu'],
    pt: ['romance', 'os de que do da em um uma para com nao por as dos no na se mais ao foi'],
    ro: ['other', 'si in de la cu pe din care este nu sunt un mai pentru fost ca'],
    sv: ['other', 'och att det som en av for pa ar med den till inte ett om har de var'],
    da: ['other', 'og at det er en af til som pa de med for den ikke der et han har var blev'],
    fi: ['other', 'ja on ei se etta oli han mutta ovat kun myos joka ole tai sen'],
    tr: ['other', 've bir bu da de icin ile olarak daha gibi olan en cok ne kadar sonra'],
    pl: ['other', 'na do sie ze jest nie to jak po przez od oraz dla byl'],
    cs: ['other', 'se na je ze do by jako byl pro ale ktery tak jeho'],
    hu: ['other', 'az es hogy nem egy is van volt meg csak ez de mint'],
  }).map(([name, [language, words]]) => [name, { language: language as Language, words: new Set(words?.split(' ')) }]),
)

/** How many different words must speak for a language, which share of all words they are, and how many for each English one. */
const leastWords = 4
const leastShare = 0.08
const leastRatio = 1.5

/**
 * The language of a text by its most frequent words, told from folded words in lower case; undefined where they are too
 * few to tell. English wins where it is close: names and terms of other languages stand in many English texts.
 */
export const languageOf = (words: readonly string[]): Language | undefined => {
  const counts = new Map<string, { all: number; different: Set<string> }>()
  for (const word of words) {
    for (const name in telling) {
      if (!telling[name]?.words.has(word)) continue
      const count = counts.get(name) ?? { all: 0, different: new Set() }
      count.all++
      counts.set(name, { ...count, different: count.different.add(word) })
    }
  }
  const [best] = [...counts].sort(([, a], [, b]) => b.all - a.all)
  if (!best || best[1].different.size < leastWords || best[1].all < words.length * leastShare) return undefined
  return best[1].all >= (counts.get('en')?.all ?? 0) * leastRatio ? telling[best[0]]?.language : 'en'
}
