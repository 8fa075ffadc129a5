const NUMBER = / \(\d+\)$/;

/**
 * The names of a table's columns, told apart: of those of one name each after the first is numbered, 内容 and 内容 (2),
 * past the numbered names that the table has itself. Columns without a name stay without.
 */
export function tellApart(names: readonly string[]): readonly string[] {
  const taken = new Set(names);
  const last = new Map<string, number>();
  return names.map((name) => {
    const before = last.get(name);
    last.set(name, before ?? 1);
    if (before === undefined || name === '') return name;
    let number = before + 1;
    while (taken.has(`${name} (${number})`)) number += 1;
    last.set(name, number);
    taken.add(`${name} (${number})`);
    return `${name} (${number})`;
  });
}

/** A column's name as its table may have it more than once. */
export function withoutNumber(name: string): string {
  return name.replace(NUMBER, '');
}
