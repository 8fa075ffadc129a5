/** By the word that is a part of them. */
const known = new Map<string, readonly (readonly [name: string, at: number])[]>();
let names: readonly string[] = [];

/** Tells this thread how the subjects of watches are called, folded. Forgets what it was told before. */
export function knowNames(given: readonly string[]): void {
  names = given;
  known.clear();
}

/**
 * Whether a word is only a part of such a name where it stands: who names 云川热力 does not speak of heat, and whoever
 * buys at 鲜到家 of no delivery. A word that is the whole name is meant as the word.
 */
export function isPartOfName(text: string, start: number, end: number): boolean {
  if (names.length === 0) return false;
  return namesWith(text.slice(start, end)).some(([name, at]) => text.startsWith(name, start - at));
}

function namesWith(word: string): readonly (readonly [string, number])[] {
  const found = known.get(word);
  if (found !== undefined) return found;
  const all = names.flatMap((name) => {
    const at = name.length > word.length ? name.indexOf(word) : -1;
    return at < 0 ? [] : [[name, at] as const];
  });
  known.set(word, all);
  return all;
}
