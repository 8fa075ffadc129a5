import type { Words } from './zh.ts';

/**
 * Why a level is what it is: `hot-top-10`, `death-2:4` (a team's own limit), `playbook:PB03`. A code
 * without words is shown as it is.
 */
export function overrideWord(
  code: string,
  words: Words,
  playbookName: (id: string) => string | undefined,
): string {
  const [name = '', detail] = code.split(':');
  if (name === 'playbook' && detail !== undefined) return words.playbookAsks(playbookName(detail) ?? detail);
  const own: Readonly<Record<string, (n: string) => string>> = words.overrideWords;
  if (detail !== undefined && Object.hasOwn(own, name)) return own[name]?.(detail) ?? code;
  const plain: Readonly<Record<string, string>> = words.codes.override;
  return Object.hasOwn(plain, code) ? (plain[code] ?? code) : code;
}

/** `61（52–70）`: an index with its interval, where there is one. */
export function indexWords(risk: {
  readonly index: number;
  readonly interval?: { readonly lo: number; readonly hi: number } | undefined;
}): { readonly index: string; readonly range: string } {
  const { index, interval } = risk;
  const whole = (value: number): string => String(Math.round(value));
  return {
    index: whole(index),
    range: interval ? `${whole(interval.lo)}–${whole(interval.hi)}` : '',
  };
}
