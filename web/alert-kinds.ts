import type { AlertScreen } from './api/client.ts';

type Kind = AlertScreen['history'][number]['kind'];

/** By these an alert comes to a level. */
const LEVEL_KINDS: readonly string[] = ['opened', 'raised', 'returned', 'lowered'] satisfies readonly Kind[];

export const movesLevel = (kind: string): boolean => LEVEL_KINDS.includes(kind);

/** Whether people ended an alert, whatever it turned out to be. */
export function isOver({ status }: { readonly status: string }): boolean {
  return isVerdict(status);
}

export function isVerdict(kind: string): boolean {
  return kind === ('closed' satisfies Kind) || kind === ('false_alarm' satisfies Kind);
}
