import { parseQuery } from './query.ts'
import { stopWords } from './stop-words.ts'
import { termOf } from './words.ts'

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

/** Words that say what to do, and where, not what to look for. */
const asking = `word words wort wörter mot palabra parola palavra слово 词 there exist exists many list lists name names show find give enumerate count every mention mentions mentioned mentioning contain contains
  containing contained document documents file files pdf pdfs page pages workspace folder number total tell please say says all any
  viele wieviele liste zähle nenne zeige zeig finde suche gib alle allen aller alles jede jeden sämtliche enthalten enthält erwähnen
  erwähnt nennen dokument dokumente dokumenten datei dateien unterlagen seite seiten anzahl insgesamt bitte welche welchen steht stehen
  gibt existieren vorhanden mir uns ont hay existen tienen ci hanno há existem er zijn są jest var 有 あります ありま すか です あり ます
  개입니까 있습니까 입니까 يوجد هناك توجد
  lister énumère cite donne trouve tous toutes tout contiennent contient mentionnent mentionne fichier fichiers
  lista listar enumera nombra muestra busca todos todas contienen contiene mencionan menciona documento documentos archivo archivos
  elenca trova mostra tutti tutte contengono contiene documenti quanti quante liste mostre contêm contém arquivos ficheiros
  noem toon geef zoek alle bevatten bevat documenten bestanden ile wymień pokaż znajdź wszystkie zawierają zawiera dokumenty dokumentów
  сколько перечисли назови покажи найди список все всех документ документы документов документах файл файлы файлов содержат
  содержит упоминают упоминается каких kaç hangi hangileri tüm listele göster belge belgeler belgelerde dosya dosyalar geçiyor
  列出 列举 列舉 所有 全部 多少 几 幾 个 個 份 种 種 项 文件 文档 文檔 提到 提及 包含 哪些 请 找出 名单 清单 几个 几份
  いくつ 何 件 個 文書 ファイル すべて 全て 挙げて 一覧 どの 含む 言及 して いる ある 몇 개 건 문서 파일 모두 나열 찾아 어떤
  كم عدد أي من اذكر اعرض قائمة كل جميع الوثائق المستندات الملفات تذكر تحتوي`

let known: ReadonlySet<string> | undefined

/** What every document is to be checked for. */
export type Sought = {
  /** Terms to look for; none where the question is about the documents themselves. */
  terms: string[]
  /** Sequences of terms that have to be there, and such as must not. */
  phrases: string[][]
  excluded: string[][]
}

/** What a question looks for in each document. */
export const soughtBy = (question: string): Sought => {
  known ??= new Set(asking.split(/\s+/).map(termOf))
  const { terms, phrases, excluded } = parseQuery(question)
  return {
    terms: [...terms.keys()].filter((term) => !stopWords.has(term) && !known?.has(term)),
    phrases,
    excluded,
  }
}
