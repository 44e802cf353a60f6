import 'node:sqlite'

// Node 26.10 has these, its types do not know them yet.
declare module 'node:sqlite' {
  interface StatementSync extends Disposable {
    close(): void
  }
}
