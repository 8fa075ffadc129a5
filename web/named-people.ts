/** Whom a text names as `@name`, as the server reads it, and which such names are nobody's. */
export interface Named {
  readonly known: readonly string[];
  /** People who have no channel in use: nothing reaches them. */
  readonly unheard: readonly string[];
  readonly unknown: readonly string[];
}

interface Person {
  readonly name: string;
  readonly reachable: boolean;
}

/** A name ends where no letter, digit or middle dot goes on. */
const NAME = /^[\p{L}\p{N}_·]+/u;

/** Of two names that begin alike the longer one; an @ within a word, as in an address, names nobody. */
export function namedPeople(text: string, people: readonly Person[]): Named {
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
  const hears = (name: string) => people.some((each) => each.name === name && each.reachable);
  const [told, unheard] = [[...known].filter(hears), [...known].filter((name) => !hears(name))];
  return { known: told, unheard, unknown: [...unknown] };
}
