/** What a repair came to. */
export type RepairReport = {
  /** `copied`: from what could be read; `restored`: from a copy; `new`: there was neither. */
  how: 'copied' | 'restored' | 'new'
  /** What was wrong with a file that nothing could be copied from. */
  was?: 'damaged' | 'missing' | 'foreign'
  /** The name in `snapshots/` that the damaged file is kept under; undefined where there was none. */
  keptAs?: string
  /** The name of the copy that was put back, or that lost rows were taken from. */
  from?: string
  workspaces: number
  documents: number
  tasks: number
  /** Documents that are read again from their originals. */
  requeued: number
  /** Tables besides the text index in which something could not be read. */
  damaged: string[]
}
