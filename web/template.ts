export interface Part {
  readonly text: string;
  /** Name of the variable that stood here; null for plain text. */
  readonly variable: string | null;
  readonly filled: boolean;
}

const VARIABLE = /\{\{\s*([a-z_]+)\s*\}\}/g;

/** Cuts a statement at its `{{variables}}` and puts values in; an empty one keeps its braces. */
export function fillIn(template: string, values: Readonly<Record<string, string>>): readonly Part[] {
  const parts: Part[] = [];
  let last = 0;
  for (const match of template.matchAll(VARIABLE)) {
    const name = match[1] ?? '';
    const value = values[name]?.trim() ?? '';
    if (match.index > last)
      parts.push({ text: template.slice(last, match.index), variable: null, filled: true });
    parts.push({ text: value === '' ? match[0] : value, variable: name, filled: value !== '' });
    last = match.index + match[0].length;
  }
  if (last < template.length) parts.push({ text: template.slice(last), variable: null, filled: true });
  return parts;
}

/** A statement to be read: what is missing stands there by its name, `截至〔事件时间〕`. */
export function written(parts: readonly Part[], nameOf: (variable: string) => string): string {
  return parts
    .map(({ text, variable, filled }) => (variable === null || filled ? text : `〔${nameOf(variable)}〕`))
    .join('');
}

/** A text with its variables called by name: `截至{{event_time}}` is 截至〔事件时间〕. */
export function named(text: string, nameOf: (variable: string) => string): string {
  return written(fillIn(text, {}), nameOf);
}

/** The variables of these texts in the order a reader comes to them, each once. */
export function variablesOf(...texts: readonly string[]): readonly string[] {
  return [...new Set(texts.flatMap((text) => fillIn(text, {})).flatMap(({ variable }) => variable ?? []))];
}

/** The gaps whose value is no longer in a text that was reworded; blanks and line ends do not count. */
export function lostFrom(
  names: readonly string[],
  values: Readonly<Record<string, string>>,
  text: string,
): readonly string[] {
  const bare = (words: string): string => words.replace(/\s+/g, '');
  const whole = bare(text);
  return names.filter((name) => !whole.includes(bare(values[name] ?? '')));
}

export function unfilledIn(
  names: readonly string[],
  values: Readonly<Record<string, string>>,
): readonly string[] {
  return names.filter((name) => (values[name]?.trim() ?? '') === '');
}
