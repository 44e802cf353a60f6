import type { Language } from './language.ts'
import { fold, termOf } from './words.ts'

/**
 * Words that ask or join and tell nothing about what is looked for; left out of queries, never of the index. Short
 * on purpose: a rare word is never in it, and a common one weighs little anyway.
 */
const lists = {
  en: `a about above after again all also am an and any are as at be because been being between both but by can could did
    do does doing don down during each for from further give given had has have having he her here hers him his how i if in
    into is it its itself just me more most my no nor not now of off on once only or other our out over own please s same
    she should so some such t tell than that the their them then there these they this those through to too under until
    up us very was we were what when where which while who whom whose why will with would you your`,
  de: `als am an auch auf aus bei bin bis das dass dem den denn der des die dies diese dieser dieses doch dort du durch ein
    eine einem einen einer eines er es für hat hatte hatten ich ihm ihn ihr im in ist ja kann können mit nach nicht nur
    ob oder ohne sein seine sich sie sind so über um und uns unter vom von vor wann war waren warum was weil welche welchem
    welchen welcher welches wem wen wer werden wie wieso wird wo worden wurde wurden zu zum zur`,
  fr: `au aux avec ce ces cet cette combien comment d dans de des du elle en est et il ils je l la le les leur lui ma mais
    me même mes mon ne nos notre nous on où ou par pas pour pourquoi qu quand que quel quelle quelles quels qui s sa se
    ses son sont sur te tu un une vos votre vous à était été`,
  es: `al como cómo con cuál cuáles cuando cuándo cuánto cuántos de del desde donde dónde el ella en entre era es esta este
    está fue ha la las lo los más no o para pero por porque que qué quien quién se ser si sin sobre son su sus un una
    y ya`,
  it: `al alla che chi come con cosa cui da dal dalla del della dei di dove e è era gli ha i il in io la le lo ma nel nella
    non o per perché più quale quali quando quanti quanto se si sono su sua suo un una`,
  pt: `ao aos as com como da das de do dos e é ela ele em foi mais mas na não no nos o os ou para pela pelo por porque
    qual quais quando quanto quantos que quem se sem seu sua são um uma`,
  nl: `aan als bij dan dat de der deze die dit door een en er het hij hoe hoeveel in is je maar met naar niet of om ook op
    te tot uit van voor waar waarom wanneer wat welke werd wie wordt zijn`,
  ru: `а был была были было в во вы где да для до его ее если есть еще же за и из или им их к как какая какие какой когда
    которая которые который кто ли мы на над не него но о об он она они оно от по под почему при с сколько со так также
    то того тоже только у уже что чтобы это я`,
  tr: `bir bu da daha de en gibi hangi için ile kaç kim mi mı mu mü nasıl ne neden nerede o ve veya`,
  zh: `的 了 是 在 和 有 我 他 她 它 们 这 那 什么 哪 哪些 哪个 多少 谁 怎么 如何 为什么 吗 呢 被 与 及 或`,
  ja: `の に は を た が で て と し れ さ ある いる も する から な こと として い や など か 何 どこ いつ 誰 です ます`,
}

const stopForms: ReadonlySet<string> = new Set(Object.values(lists).flatMap((list) => list.split(/\s+/).map(fold)))

/**
 * Whether a query can do without this word, as it is written there. Not asked of its term: "herring" has the one of
 * "her", and "wills" that of "will".
 */
export const isStopWord = (word: string): boolean => stopForms.has(fold(word))

/** The terms (as `words` gives them) that say little in a text. */
export const stopWords: ReadonlySet<string> = new Set(
  Object.values(lists).flatMap((list) => list.split(/\s+/).map(termOf)),
)

/** Words that say what to do with what is found; they weigh in a search but not in what an answer must speak of. */
export const askingWords: ReadonlySet<string> = new Set(
  `name one list describe explain mention say said find show state type kind sort term called call many much example according
   mean nenne nennen erkläre beschreibe heißt genannt bedeutet viele viel nommez décrivez explique combien nombre cuántos
   назовите опишите сколько 什么样 列出 请问 名字`
    .split(/\s+/)
    .map(termOf),
)

const groups: Readonly<Partial<Record<keyof typeof lists, Language>>> = {
  en: 'en',
  de: 'de',
  nl: 'de',
  fr: 'romance',
  es: 'romance',
  it: 'romance',
  pt: 'romance',
  tr: 'other',
}
const asked = Object.entries(groups).map(
  ([name, language]) => [language, new Set(lists[name as keyof typeof lists].split(/\s+/).map(fold))] as const,
)

/** The language that a question is put in, where its small words tell; undefined for a few words without any. */
export const questionLanguage = (question: string): Language | undefined => {
  const words = new Set(question.match(/[\p{L}\p{M}]+/gu)?.map(fold))
  const best = new Map<Language, number>()
  for (const [language, list] of asked) {
    const count = [...words].filter((word) => list.has(word)).length
    best.set(language, Math.max(best.get(language) ?? 0, count))
  }
  const [first, second] = [...best].sort(([, a], [, b]) => b - a)
  return first && second && first[1] > second[1] ? first[0] : undefined
}
