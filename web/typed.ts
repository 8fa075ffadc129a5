type Fields<T> = Readonly<Record<string, T>>;

/**
 * Whether what stands in a field is still what was sent of it. Only then may the field be emptied once that is saved:
 * whoever goes on typing while a request is under way loses nothing.
 */
export function isAsSent<T>(typed: T, sent: T): boolean {
  return JSON.stringify(typed) === JSON.stringify(sent);
}

/** What is left to be saved of a form once it was saved as it was sent: the fields that are something else by now. */
export function leftOf<T>(typed: Fields<T>, sent: Fields<T>): Record<string, T> {
  return Object.fromEntries(
    Object.entries(typed).filter(([name, value]) => !(name in sent && isAsSent(value, sent[name]))),
  );
}

/**
 * What a writer saw of the field that they are about to type in: as it was at the first key. What others save later
 * they have not seen, though the page shows it in the fields that they left alone.
 */
export function seenAtFirstKey<T>(
  seen: Fields<T>,
  typed: Fields<unknown>,
  stored: Fields<T>,
  name: string,
): Fields<T> {
  if (name in typed) return seen;
  const { [name]: _, ...others } = seen;
  const value = stored[name];
  return value === undefined ? others : { ...others, [name]: value };
}

/** What a writer saw of a whole form: the fields they typed in as these were then, the rest as it is shown. */
export function seenOf<T>(seen: Fields<T>, typed: Fields<unknown>, stored: Fields<T>): Record<string, T> {
  const rest = Object.entries(stored).filter(([name]) => !(name in typed));
  const own = Object.entries(seen).filter(([name]) => name in typed);
  return Object.fromEntries([...rest, ...own]);
}

/** The same once the form was saved: what was sent is what is seen now of the fields that were typed in since. */
export function seenAfter<T>(seen: Fields<T>, sent: Fields<unknown>, stored: Fields<T>): Record<string, T> {
  const others = Object.entries(seen).filter(([name]) => !(name in sent));
  const own = Object.entries(stored).filter(([name]) => name in sent);
  return Object.fromEntries([...others, ...own]);
}
