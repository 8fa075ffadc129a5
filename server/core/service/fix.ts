import { AppError } from '../errors.ts';
import type { Servqual, Touchpoint } from '../reading/analysis.ts';
import type { Instant } from '../time.ts';

/** What a service team did about a touchpoint. */
export interface FixInput {
  readonly watchId: number;
  readonly touchpoint: Touchpoint;
  /** Null: the touchpoint as a whole. */
  readonly dimension: Servqual | null;
  readonly title: string;
  /** When it took effect. */
  readonly doneAt: Instant;
}

export interface Fix extends FixInput {
  readonly id: number;
  readonly createdAt: Instant;
  readonly createdBy: string;
}

const MAX_TITLE_LENGTH = 200;

/**
 * The same, with its title trimmed.
 * @throws AppError('bad_request') where it says nothing or too much, or is still to come; with all faults at once
 */
export function checkFix(input: FixInput, now: Instant): FixInput {
  const title = input.title.trim();
  const faults: { readonly field: keyof FixInput; readonly message: string }[] = [];
  if (title === '') faults.push({ field: 'title', message: 'must not be empty' });
  if (title.length > MAX_TITLE_LENGTH) {
    faults.push({ field: 'title', message: `is longer than ${MAX_TITLE_LENGTH} characters` });
  }
  if (input.doneAt > now) faults.push({ field: 'doneAt', message: 'must not be in the future' });
  if (faults.length > 0) {
    const words = faults.map(({ field, message }) => `${field}: ${message}`).join('; ');
    throw new AppError('bad_request', words, { faults });
  }
  return { ...input, title };
}

/** The fact that is counted of what a fix is about: `touch.delivery`, or `pair.empathy.delivery`. */
export function facetOf({ touchpoint, dimension }: Pick<FixInput, 'touchpoint' | 'dimension'>): string {
  return dimension === null ? `touch.${touchpoint}` : `pair.${dimension}.${touchpoint}`;
}
