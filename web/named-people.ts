/** Whom a text names as `@name`, as the server reads it, and which such names are nobody's. */
export interface Named {
  readonly known: readonly string[];
  readonly unknown: readonly string[];
}

/** A name ends where no letter, digit or middle dot goes on. */
const NAME = /^[\p{L}\p{N}_·]+/u;

/** Of two names that begin alike the longer one; an @ within a word, as in an address, names nobody. */
export function namedPeople(text: string, people: readonly { readonly name: string }[]): Named {
  const byLength = people.map(({ name }) => name).sort((one, other) => other.length - one.length);
  const known = new Set<string>();
  const unknown = new Set<string>();
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const rest = text.slice(at + 1);
    const name = byLength.find((each) => rest.startsWith(each));
    if (name !== undefined) known.add(name);
    else if (!/[A-Za-z0-9._%+-]$/.test(text.slice(0, at))) {
      const [typed] = NAME.exec(rest) ?? [];
      if (typed !== undefined) unknown.add(typed);
    }
  }
  return { known: [...known], unknown: [...unknown] };
}
