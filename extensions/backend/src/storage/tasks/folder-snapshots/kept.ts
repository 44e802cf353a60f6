/** Takes a snapshot of a folder into `place`, a folder of our own; nothing at or below `avoid` is looked at. */
export type TakeInput = { folder: string; place: string; avoid: string }

/** How a folder is kept: as a copy, as objects of git, or not at all, and why. */
export type Kept =
  | { by: 'copy'; files: number; bytes: number }
  | { by: 'git'; files: number; bytes: number }
  | { by: 'none'; why: string }

export type CompareInput = TakeInput & { by: Kept['by'] }

/** A file that is not what it was: `before` is a file of ours with its bytes, missing where there was none. */
export type Difference = { path: string; before?: string; isThere: boolean }
/** Those that were changed or removed come first; `more` where there are further ones. */
export type Differences = { differences: Difference[]; more: boolean }
