import { stopWords } from '../language/stop-words.ts'
import { termOf, words } from '../language/words.ts'

/** What a person wants summed up: about what (all of it where that is empty), in how many sentences. */
type SummaryRequest = { topic: ReadonlySet<string>; most?: number }

/** Words with which one asks for a summary, and for how one; they are not what it is to be about. */
const asking = `summarize summarise summary summaries sum overview abstract brief briefly short gist key main points point bullet bullets
  important document documents file files text texts page pages workspace folder report content contents sentence sentences
  word words give make write tell show create say thing things paragraph
  fasse fass fassen zusammen zusammenfassung zusammenfassen überblick kurz knapp dokument dokumente dokuments dokumenten datei
  dateien inhalt satz sätze sätzen punkt punkte punkten wichtigste wichtigsten stichpunkte gib mach schreibe erstelle ordner alles alle
  résume résumer résumé synthèse synthétise aperçu document documents fichier fichiers texte textes phrase phrases points principaux
  bref tout tous contenu fais donne
  resume resumir resumen resúmeme sintetiza documento documentos archivo archivos texto textos frases puntos principales breve todo
  todos contenido haz dame
  riassumi riassumere riassunto sintesi documenti testo testi frasi punti principali tutto tutti contenuto fammi
  resuma resumo síntese arquivos ficheiro ficheiros pontos conteúdo faça
  vat samen samenvatting document documenten bestand bestanden zinnen inhoud alle geef maak
  streść podsumuj streszczenie podsumowanie dokumenty dokumentów plik pliki plików zdań zdaniach tekst treść
  кратко резюме резюмируй обобщи изложи перескажи сводка документ документы документов файл файлы файлов текст текста
  предложений предложениях содержание сделай
  özetle özet özeti belge belgeler belgeleri dosya dosyalar metin cümle
  总结 总结一下 摘要 概括 概要 归纳 总览 文档 文件 文本 文章 内容 句 句话 要点 主要 一下 请 份 篇 所有 全部 用 这些 这份
  總結 歸納 要約 まとめ まとめて 概要 文書 ファイル 文 内容 してください ください て 요약 요약해 문서 파일 내용 주세요
  لخص ملخص تلخيص الوثائق الوثيقة المستند المستندات الملف الملفات النص محتوى`

let known: ReadonlySet<string> | undefined

const length =
  /(\d{1,2})\s*(?:(?:short|kurzen?|key|main)\s)?(?:sentence|point|bullet|satz|sätz|punkt|stichpunkt|phrase|frase|punto|frasi|punti|ponto|zinnen|zin\b|zda|предложени|пункт|cümle|madde|句|条|點|点|文|문장|جمل)/iu

/** Reads what a summary is to be about, and how long it is to be, from plain words. */
export const readSummaryRequest = (prompt: string): SummaryRequest => {
  known ??= new Set(asking.split(/\s+/).map(termOf))
  const most = Number(length.exec(prompt)?.[1] ?? 0)
  const topic = words(prompt)
    .map(({ term }) => term)
    .filter((term) => !stopWords.has(term) && !known?.has(term) && !/^\d{1,2}$/.test(term))
  return { topic: new Set(topic), ...(most > 0 && { most }) }
}
