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
