/** The same methods, answering with promises. */
export type Promised<Store> = {
  [Name in keyof Store]: Store[Name] extends (...given: infer Given) => infer Answer
    ? (...given: Given) => Promise<Awaited<Answer>>
    : never
}

/** Methods of a store that does its work at once, as a port asks for them: what they throw is a promise's failure. */
export const promised = <Store extends object, Name extends keyof Store>(
  store: Store,
  names: readonly Name[],
): Promised<Pick<Store, Name>> =>
  Object.fromEntries(
    names.map((name) => [
      name,
      async (...given: unknown[]) => (store[name] as (...given: unknown[]) => unknown)(...given),
    ]),
  ) as Promised<Pick<Store, Name>>
