/** A half-open range of UTF-16 code units. */
export type Range = { start: number; end: number }
