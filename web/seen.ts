/** What is changed, with the mark of what the writer saw. */
export type Seen<T> = T & { readonly seen: string };

/** Fields under a name as they are to be, and as the writer saw them: what others wrote into the rest stays. */
export type Changed<Name extends string, T> = { by: string } & Record<Name | 'was', T>;
