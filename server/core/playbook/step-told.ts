import { nameKey } from '../access/account-name.ts';
import { AppError } from '../errors.ts';
import type { Instant } from '../time.ts';

/** Who did a step, when, and what they said of it. */
export interface Done {
  readonly doneAt: Instant;
  readonly doneBy: string;
  readonly note: string | null;
}

/** A step of a playbook in the history of an alert. */
export interface StepTold {
  readonly playbook: string;
  readonly no: number;
  /** What stood there before: taken back, or written over by the same person; absent: nothing. */
  readonly was?: Done;
}

/**
 * A step after somebody ticked it; null: nothing changes. The first person and time stay; a note is theirs to change.
 * @param before as it was done; undefined: it was not
 * @throws AppError('overtaken') for the note of somebody else, with who has done it
 */
export function tickedAs(before: Done | undefined, tick: Done): Done | null {
  if (before === undefined) return tick;
  if (tick.note === null || tick.note === before.note) return null;
  if (nameKey(before.doneBy) === nameKey(tick.doneBy)) return { ...before, note: tick.note };
  const { doneBy: by, doneAt: at } = before;
  throw new AppError('overtaken', `${by} has done this step already`, { by, at });
}
