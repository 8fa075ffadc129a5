/** What is changed, with the mark of what the writer saw. */
export type Seen<T> = T & { readonly seen: string };
