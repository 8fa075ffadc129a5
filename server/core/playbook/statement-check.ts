import { VARIABLES } from './crisis-desk.ts';
import { BANNED_PHRASES } from './crisis-rules.ts';
import type { Template } from './playbook.ts';

/** The words of a statement, whoever put them. */
export interface StatementText {
  readonly title: string;
  readonly body: string;
}

export function isSameText(one: StatementText, other: StatementText): boolean {
  return one.title.trim() === other.title.trim() && one.body.trim() === other.body.trim();
}

/** What stands against the words of any statement. `words`: the variable that is missing, or the words in question. */
export interface StatementFault {
  readonly kind: 'unfilled' | 'banned' | 'personal';
  readonly words: string;
}

export interface FilledStatement extends StatementText {
  /** Names of variables that have no value, each once. */
  readonly missing: readonly string[];
}

const VARIABLE = /\{\{\s*([a-z_]+)\s*\}\}/g;

/** Mobile numbers, identity cards and number plates: they identify one person. Hotlines and landlines may stand. */
const PERSONAL = [
  /(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)/,
  /(?<!\d)\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?!\d)/,
  /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][ ·]?[A-Z\d]{5,6}(?![A-Za-z\d])/,
] as const;

/** A template with its values put in; what has none keeps its braces. */
export function fillStatement(
  { title, body }: Pick<Template, 'title' | 'body'>,
  values: Readonly<Record<string, string>>,
): FilledStatement {
  const missing = new Set<string>();
  const filled = (text: string) =>
    text.replace(VARIABLE, (braces, name: string) => {
      const value = values[name]?.trim() ?? '';
      if (value === '') missing.add(name);
      return value === '' ? braces : value;
    });
  return { title: filled(title), body: filled(body), missing: [...missing] };
}

/** With the name of what is missing in each gap, as in 〔地点/范围〕. */
export function namedGaps(text: string): string {
  return text.replace(VARIABLE, (_, name: string) => `〔${VARIABLES[name]?.zh ?? name}〕`);
}

/** What is to be looked at before a statement is handed in; nothing where it is ready. */
export function checkStatement({ title, body, missing }: FilledStatement): readonly StatementFault[] {
  const text = `${title}\n${body}`;
  const found = (patterns: readonly RegExp[]) => patterns.flatMap((pattern) => pattern.exec(text)?.[0] ?? []);
  return [
    ...missing.map((words) => ({ kind: 'unfilled' as const, words })),
    ...found(BANNED_PHRASES.map(({ pattern }) => pattern)).map((words) => ({
      kind: 'banned' as const,
      words,
    })),
    ...found(PERSONAL).map((words) => ({ kind: 'personal' as const, words })),
  ];
}
