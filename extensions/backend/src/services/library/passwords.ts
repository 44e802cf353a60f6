/**
 * The passwords that documents were opened with, by document. In memory only, and until the server ends: none is ever
 * written, logged or exported. A page picture needs it each time; after a restart it has to be given again.
 */
export type Passwords = Map<string, string>

export const passwords = (): Passwords => new Map()
