import type { Instant } from '../time.ts';

/** What stays the same from one crisis to the next: who speaks, and where people can call. */
const CARRIED = ['brand', 'hotline'] as const;

/** A value as somebody filled it in before; a suggestion, until somebody takes it. */
export interface CarriedValue {
  readonly name: string;
  readonly value: string;
  /** The alert whose statement it was filled into. */
  readonly alertId: number;
  readonly at: Instant;
}

interface Draft {
  readonly alertId: number;
  readonly values: Readonly<Record<string, string>>;
  readonly updatedAt: Instant;
}

/** Of each gap that stays the same, what was filled into it last. @param drafts of one watch, newest first */
export function carriedValues(drafts: readonly Draft[]): readonly CarriedValue[] {
  return CARRIED.flatMap((name) => {
    const draft = drafts.find(({ values }) => (values[name]?.trim() ?? '') !== '');
    const value = draft?.values[name]?.trim();
    return draft && value ? [{ name, value, alertId: draft.alertId, at: draft.updatedAt }] : [];
  });
}
