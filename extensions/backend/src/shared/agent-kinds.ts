/** What agents that need no model do with a prompt: answer it, sum up what it names, list what it names. */
export const extractiveKinds = ['answer', 'summarize', 'extract'] as const
type ExtractiveKind = (typeof extractiveKinds)[number]

/** And those that ask a model, or hand the prompt to a program that speaks the Agent Client Protocol. */
export const agentKinds = [...extractiveKinds, 'model', 'external'] as const
export type AgentKind = (typeof agentKinds)[number]

/** What tells agents apart: their kind, with a program where that does the work, and nowhere else. */
export type ByKind<Program> =
  | { kind: ExtractiveKind | 'model'; external?: undefined }
  | { kind: 'external'; external: Program }

/** A kind with its program; undefined where the two do not go together. */
export const byKind = <Program>(kind: AgentKind, external: Program | undefined): ByKind<Program> | undefined => {
  if (kind === 'external') return external && { kind, external }
  return external ? undefined : { kind }
}

/** What is wrong with a kind and a program that do not; made anew, as who is given it may change it. */
export const unlikeKind = () => ({ path: ['external'], message: 'goes with the kind "external", and only with that' })
