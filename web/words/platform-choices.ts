export interface PlatformChoices {
  /** Codes, what was said on them most first. */
  readonly seen: readonly string[];
  /** The other platforms that have a name, each name once. */
  readonly rest: readonly string[];
}

/** What a list can be narrowed to: the platforms that something was seen on, then the rest. */
export function platformChoices(
  seen: readonly string[],
  named: Readonly<Record<string, string>>,
): PlatformChoices {
  const taken = new Set(seen.map((code) => named[code] ?? code));
  const rest = Object.keys(named).filter((code) => {
    const name = named[code] ?? code;
    if (taken.has(name)) return false;
    taken.add(name);
    return true;
  });
  return { seen, rest };
}
