/** Statements that come again: their names, the same on every connection. */
const names = new Map<string, string>();
/** How often others came so far. */
const seen = new Map<string, number>();
/** No name is given twice. */
let given = 0;

const NAMED_FROM = 3;
/** Each connection keeps a plan for each name. */
const MOST_NAMED = 256;
const MOST_SEEN = 2_000;
/** With more parameters it is a list of values, whose length rarely comes again. */
const MOST_VALUES = 40;
/** Full text: the best way depends on how common the words are, so each is planned for itself. */
const BY_VALUES = /@@/;

/**
 * The name to prepare a statement under, so that PostgreSQL plans it a few times and then no more: across
 * monthly partitions planning costs more than most reads. Null for what does not come often, and for what
 * takes no parameters, such as `begin`.
 */
export function statementName(text: string, values: readonly unknown[]): string | null {
  const known = names.get(text);
  if (known !== undefined) return known;
  if (values.length === 0 || values.length > MOST_VALUES || names.size >= MOST_NAMED) return null;
  if (BY_VALUES.test(text)) return null;
  const times = (seen.get(text) ?? 0) + 1;
  if (times < NAMED_FROM) {
    if (seen.size >= MOST_SEEN) seen.clear();
    seen.set(text, times);
    return null;
  }
  seen.delete(text);
  return nameAnew(text);
}

function nameAnew(text: string): string {
  const name = `s${given}`;
  given += 1;
  names.set(text, name);
  return name;
}

/** Whether a statement was prepared before its table got other columns. */
export function isOutdatedPlan(fault: unknown): boolean {
  return (
    fault instanceof Error &&
    'code' in fault &&
    fault.code === '0A000' &&
    /^cached plan must not change/.test(fault.message)
  );
}

/** From here on it is prepared under another name, on every connection, unless another has seen to that before. */
export function renameStatement(text: string, outdated: string): void {
  if (names.get(text) === outdated) nameAnew(text);
}
