/** Bytes that WebAssembly may take for a document, beside those of the document itself. */
const room = 512 * 1024 ** 2
/** Bytes beyond which the memory is worth a new thread. */
const keepable = 128 * 1024 ** 2

let largest = 0

/**
 * Whether WebAssembly took so much in this thread that the thread should end: such a memory never shrinks, and no limit
 * of a thread counts it.
 */
export const isOvergrown = (): boolean => largest > keepable

/** How far the memory of one WebAssembly instance may grow. */
export type WasmMemory = {
  /** More was wanted than there may be: what the instance says from then on is not to be relied on. */
  isExhausted: boolean
  /** Asked by the instance before it grows to so many bytes. */
  mayGrow(bytes: number): boolean
  /** Makes room for a document of so many bytes, until the function that comes back is called. */
  hold(bytes: number): () => void
}

export const wasmMemory = (): WasmMemory => {
  const held: number[] = []
  return {
    isExhausted: false,
    mayGrow(bytes) {
      const limit = room + held.reduce((sum, each) => sum + each, 0)
      if (bytes > limit) this.isExhausted = true
      else largest = Math.max(largest, bytes)
      return bytes <= limit
    },
    hold(bytes) {
      held.push(bytes)
      return () => void held.splice(held.indexOf(bytes), 1)
    },
  }
}
