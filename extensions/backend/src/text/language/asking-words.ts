import { termOf } from './words.ts'

const lists = {
  /** Words that ask for a number or for all there is. */
  asking: `many list name show find give enumerate count every number total tell please all any each there exist
    viele wieviele liste zähle nenne zeige zeig finde suche gib alle allen aller alles jede jeden sämtliche anzahl insgesamt bitte welche
    welchen gibt existieren vorhanden mir uns
    lister énumère cite donne trouve tous toutes tout ont
    lista listar enumera nombra muestra busca todos todas hay existen tienen
    elenca trova mostra tutti tutte quanti quante ci hanno
    liste enumere mostre há existem
    noem toon geef zoek alle er zijn
    ile które którzy z wymień pokaż znajdź wszystkie są jest
    сколько перечисли назови покажи найди список все всех каких какие
    kaç hangi hangileri tüm listele göster var tane
    列出 列举 列舉 所有 全部 多少 几 幾 个 個 份 种 種 项 哪些 请 找出 名单 清单 几个 几份 有
    いくつ 何 件 個 すべて 全て 挙げて 一覧 どの いる ある あります ありま すか です あり ます
    몇 개 건 모두 나열 찾아 어떤 개입니까 있습니까 입니까
    كم عدد أي من اذكر اعرض قائمة كل جميع يوجد هناك توجد`,

  /** What one calls documents without saying what they are. */
  documents: `document file pdf page workspace folder
    dokument dokumente dokumenten datei dateien unterlagen seite seiten
    fichier fichiers documento documentos archivo archivos documenti arquivos ficheiros documenten bestanden dokumenty dokumentów
    документ документы документов документах файл файлы файлов belge belgeler belgelerde dosya dosyalar
    文件 文档 文檔 文書 ファイル 문서 파일 الوثائق المستندات الملفات`,

  /** What documents do with what they say, and its words. */
  saying: `word say mention contain speak talk discuss refer deal concern describe cover treat
    wort wörter enthalten enthält erwähnen erwähnt nennen nennt sprechen spricht handeln handelt behandeln behandelt beschreiben steht
    stehen mot contiennent contient mentionnent mentionne parlent parle traitent palabra contienen contiene mencionan menciona hablan
    habla tratan parola contengono contiene parlano trattano palavra contêm contém falam bevatten bevat gaan zawierają zawiera
    слово содержат содержит упоминают упоминается говорят говорится geçiyor
    词 提到 提及 包含 涉及 谈到 讨论 关于 有关 含む 言及 して について 述べ تذكر تحتوي`,
}

type Role = keyof typeof lists

let roles: ReadonlyMap<string, Role> | undefined

/** What a term does in a question for all documents, if it does not say what is looked for. */
export const roleOf = (term: string): Role | undefined => {
  roles ??= new Map(
    (Object.entries(lists) as [Role, string][]).flatMap(([role, list]) =>
      list.split(/\s+/).map((word): [string, Role] => [termOf(word), role]),
    ),
  )
  return roles.get(term)
}
