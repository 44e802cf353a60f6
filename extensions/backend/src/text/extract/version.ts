/**
 * Which reading of files this is. To be raised by one with every change after which a file gives other pages: what an
 * earlier version read is then taken over by no other document, and no page of it is replaced by itself.
 */
export const extractorVersion = 2
