/** What of the index is written by the one who writes all of it. */
export type IndexCalls = {
  /** Removes a document's pages, passages and vectors; with a lease, only while it is claimed under that. */
  remove(of: { documentId: string; documentNumber: number; workspaceNumber: number; lease?: string }): Promise<void>
  /** Removes a workspace's index, with the pages, passages and vectors of its documents. */
  dropWorkspace(workspaceNumber: number): Promise<void>
  /** Has the disk get back, soon, what no row needs any more. */
  giveBack(): void
}
