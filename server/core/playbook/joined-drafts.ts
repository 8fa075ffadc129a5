import type { Instant } from '../time.ts';
import { VARIABLES } from './crisis-desk.ts';
import type { StatementText } from './statement-check.ts';

/** What people wrote into one template. */
export interface Draft {
  readonly values: Readonly<Record<string, string>>;
  /** The whole text as somebody reworded it; null: as the template has it with these values. */
  readonly wording: StatementText | null;
  readonly updatedAt: Instant;
  readonly updatedBy: string;
}

/**
 * Of two drafts of one template the one that was written last, its gaps filled from the other.
 * @returns `replaced`: what the other one said otherwise; null: nothing
 */
export function joinDrafts<T extends Draft>(
  one: T,
  other: T,
): { readonly draft: T; readonly replaced: { readonly by: string; readonly words: string } | null } {
  const [older, newer] = one.updatedAt <= other.updatedAt ? [one, other] : [other, one];
  const filled = Object.entries(newer.values).filter(([, value]) => value.trim() !== '');
  const values = { ...older.values, ...Object.fromEntries(filled) };
  const words = saidOtherwise(older, { ...newer, values });
  const replaced = words === '' ? null : { by: older.updatedBy, words };
  return { draft: { ...newer, values }, replaced };
}

function saidOtherwise(older: Draft, { wording, values }: Pick<Draft, 'wording' | 'values'>): string {
  const { title, body } = older.wording ?? { title: '', body: '' };
  if (older.wording !== null && (title !== wording?.title || body !== wording.body))
    return `${title}\n${body}`;
  return Object.entries(older.values)
    .filter(([name, value]) => value.trim() !== '' && value !== values[name])
    .map(([name, value]) => `${VARIABLES[name]?.zh ?? name}：${value}`)
    .join('\n');
}
