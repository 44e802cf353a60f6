/** Stands before a line of the server's log that is in the log files already: it is shown, and not put there again. */
export const loggedMark = '✓'

/** What the supervisor sends its server over the fork channel. The token travels here and nowhere else. */
export type ToServer =
  | {
      type: 'start'
      token: string
      /** 0 for any; after a restart the port the last server had. */
      port: number
      /** True: that port or none, so a taken one is `unable`. False: any other when that one is taken. */
      fixedPort: boolean
      dataDir: string
      /** Origins that may call besides the server's own: the shell's window, Vite's in development. */
      origins: string[]
      /** Folder of the built UI, where the server is to serve it (browser mode). */
      ui?: string
      version: string
      /** The server before this one crashed: what it was at may have been the cause. */
      afterCrash?: boolean
    }
  | { type: 'shutdown'; reason: string }

/** What the server sends back. */
export type FromServer =
  | { type: 'listening'; port: number }
  /** Once a second while the event loop turns. */
  | { type: 'beat' }
  /** It will end by itself, to be started again at once: the cause, for people. */
  | { type: 'restart'; message: string }
  /** It cannot start and trying again would not help: the cause, for people. */
  | { type: 'unable'; message: string }
