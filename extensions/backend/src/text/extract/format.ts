/**
 * A heading of a page: where it, or the comment that belongs to it, starts in the page's text (UTF-16), how deep it is (1
 * is the top), and its words.
 */
export type Heading = { start: number; level: number; text: string }

/** What one page says. A format without pages gives sections instead. */
export type PageContent = {
  text: string
  headings: Heading[]
  /** Points (1/72 inch), for formats that have pages. */
  width?: number
  height?: number
  /** What the reader of this page should know, for people. */
  warnings: string[]
}

/** A document opened for reading. Pages come one by one; taking no more of them closes it. */
export type Extraction = {
  title?: string
  /** Unknown until the end for some formats. */
  pageCount?: number
  /** What concerns the whole document, for people. */
  warnings: string[]
  pages: AsyncIterable<PageContent> | Iterable<PageContent>
}

/** Opens a file of any kind, as `password` allows. */
export type Extract = (bytes: Uint8Array, name: string, password?: string) => Promise<Extraction>

export type Format = {
  /**
   * `password` opens what is protected, where the format's reader can; `extract` opens files that this one holds.
   * @throws AppError when the bytes cannot be read as this format.
   */
  open(bytes: Uint8Array, name: string, password: string | undefined, extract: Extract): Promise<Extraction>
}
