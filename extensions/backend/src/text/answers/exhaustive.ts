import { roleOf } from '../language/asking-words.ts'
import type { Language } from '../language/language.ts'
import { isStopWord, questionLanguage } from '../language/stop-words.ts'
import { readQuery } from '../search/query.ts'

/** What \b would be if it knew letters other than ASCII's. */
const border = String.raw`(?:(?<![\p{L}\p{N}])(?=\p{L})|(?<=\p{L})(?![\p{L}\p{N}]))`

/** How one asks for a number or for all there is, in several languages. */
const asksForAll = [
  // English
  String.raw`\bhow many\b|\b(?:which|what) of (?:the|these|those|my|our|all)\b|\b(?:which|what) (?:documents|files|papers|pages)\b`,
  String.raw`\b(?:list|name|show|find|give|get|enumerate|count|mention)(?: me| us)? (?:all|every|each|any)\b|^\W*(?:please )?(?:list|enumerate|count)\b`,
  String.raw`\b(?:in|from|of) (?:all|every|each)(?: of)?(?: the| my| our)? (?:documents?|files?)\b`,
  // German
  String.raw`\bwie ?viele\b|\bwelche[rs]? (?:der|von|dieser|meiner|unserer)\b|\b(?:welchen?|allen) (?:dokumente|dateien|unterlagen)n?\b`,
  String.raw`\b(?:liste|zähle|nenne|zeige?|finde|suche|gib)\b.{0,40}\b(?:alle[ns]?|jede[ns]?|sämtliche[ns]?)\b|^\W*(?:bitte )?(?:liste|zähle)\b`,
  // French, Spanish, Italian, Portuguese, Dutch, Polish
  String.raw`\bcombien d[e’']|\b(?:lesquel(?:le)?s|quels documents|quels fichiers)\b|\b(?:liste|énumère|cite|donne|trouve)r?\b.{0,30}\btou(?:te)?s les\b`,
  String.raw`\bcu[aá]nt[oa]s\b|\bcu[aá]les de\b|\bqu[eé] (?:documentos|archivos)\b|\b(?:lista|enumera|nombra|muestra|busca)r?\b.{0,30}\btod[oa]s\b`,
  String.raw`\bquant[ie]\b|\bquali (?:de[il]|delle|documenti|file)\b|\b(?:elenca|trova|mostra)re?\b.{0,30}\btutt[ie]\b`,
  String.raw`\bquant[oa]s\b|\bquais d[oa]s\b|\bquais (?:documentos|arquivos|ficheiros)\b|\b(?:liste|enumere|mostre)\b.{0,30}\btod[oa]s\b`,
  String.raw`\bhoeveel (?!kost|is\b)|\bwelke (?:van|documenten|bestanden)\b|\b(?:noem|toon|geef|zoek|lijst)\b.{0,30}\balle\b`,
  String.raw`\bile (?!kosztuje)|\bktóre z\b|\b(?:wymień|pokaż|znajdź|policz)\b.{0,30}\bwszystkie\b`,
  // Russian, Turkish
  'сколько (?!стоит)|какие из|(?:в )?каких (?:документах|файлах)|(?:перечисли|назови|покажи|найди|список).{0,30}все[хм]?(?![а-я])',
  String.raw`\bkaç (?!para|lira)|\bhangileri\b|\bhangi (?:belgeler|dosyalar)|\btüm\b.{0,40}\b(?:listele|say|göster)`,
  // Chinese, Japanese, Korean, Arabic
  '多少[个個份种種项項条條篇次]|[几幾][个個份种種项項条條篇]|哪些|列出|列举|列舉|所有.{0,20}(?:列|清单|名单)',
  'いくつ|何[件個冊社名人枚]|どの文書|(?:すべて|全て).{0,20}(?:挙げ|列挙|リスト)|一覧',
  '몇 ?(?:개|건|명)|어떤 문서|모두.{0,20}(?:나열|찾아|보여)',
  'كم عدد|كم (?!سعر|ثمن|تكلف)|أي من|(?:اذكر|عدد|اعرض|قائمة).{0,20}(?:كل|جميع)',
].map((source) => new RegExp(source.replaceAll('\\b', border), 'iu'))

/** Whether a question can only be answered by looking at every document: how many, which of, list all. */
export const isExhaustive = (question: string): boolean => asksForAll.some((expression) => expression.test(question))

/** What every document is to be checked for. */
export type Sought = {
  /** Terms to look for; none where the question is about the documents themselves. */
  terms: string[]
  /** The forms that they have in the languages which the question may be in, each with its term. */
  forms: ReadonlyMap<string, string>
  languages: readonly Language[]
  /** That of them which is counted or listed: `contract` in "which of the contracts end in 2025". */
  counted?: string
  /** Sequences of terms that have to be there, and such as must not. */
  phrases: string[][]
  excluded: string[][]
}

/** Languages that a question of a few words may be in; the forms of others are too short to tell words apart. */
const likely: readonly Language[] = ['de', 'romance']

/** What a question looks for in each document. */
export const soughtBy = (question: string): Sought => {
  const told = questionLanguage(question)
  const { terms, forms, languages, sequence, phrases, excluded, spellings } = readQuery(
    question,
    told ? [told] : likely,
  )
  const isStop = (term: string) => isStopWord(spellings.get(term) ?? term)
  const wanted = [...terms.keys()].filter((term) => !isStop(term) && roleOf(term) === undefined)
  // The noun that follows "how many" at once; where that is "documents", nothing in them is counted.
  const first = sequence.find((term) => !isStop(term) && roleOf(term) !== 'asking')
  const counted = first !== undefined && wanted.length > 1 && wanted.includes(first) ? { counted: first } : {}
  return {
    terms: wanted,
    forms: new Map([...forms].filter(([, term]) => wanted.includes(term))),
    languages,
    ...counted,
    phrases: phrases.map(([first]) => first ?? []),
    excluded: excluded.map(([first]) => first ?? []),
  }
}
