import type { Level } from '../../api/client.ts';
import { t, word } from '../../words/say.svelte.ts';

export const LEVELS: readonly Level[] = ['IV', 'III', 'II', 'I'];

/** Every code of a table with its word. */
export function codeChoices<Code extends string>(
  table: Readonly<Record<Code, string>>,
): readonly { readonly value: Code; readonly name: string }[] {
  return (Object.entries(table) as [Code, string][]).map(([value, name]) => ({ value, name }));
}

/** Platforms by name, those that something was read from first; two codes of one name are told apart. */
export function platformChoices(
  seen: readonly string[],
): readonly { readonly value: string; readonly name: string }[] {
  const table: Readonly<Record<string, string>> = t().codes.platform;
  const codes = [...new Set([...seen, ...Object.keys(table)])];
  const all = codes.map((value) => ({ value, name: word(table, value) }));
  return all.map(({ value, name }) =>
    all.some((other) => other.name === name && other.value !== value)
      ? { value, name: `${name} (${value})` }
      : { value, name },
  );
}

/** Areas as somebody wrote them, with any comma between them. */
export function areasOf(field: string): readonly string[] {
  const names = field.split(/[,，、;；\n]/).map((name) => name.trim());
  return [...new Set(names.filter((name) => name !== ''))];
}
