/** A page of a document as one string, for maps and sets. */
export const pageKey = ({ documentId, page }: { documentId: string; page: number }): string => `${documentId} ${page}`
