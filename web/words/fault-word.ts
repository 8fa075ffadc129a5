import type { Words } from './zh.ts';

/** The names that browsers have for what is wrong. */
export type FieldFlag =
  | 'customError'
  | 'valueMissing'
  | 'badInput'
  | 'typeMismatch'
  | 'patternMismatch'
  | 'rangeUnderflow'
  | 'rangeOverflow'
  | 'tooLong';

interface Asked {
  readonly type: string;
  readonly validationMessage: string;
  readonly min?: string;
  readonly max?: string;
  readonly validity: Readonly<Partial<Record<FieldFlag, boolean>>>;
}

/** What the browser has against a field, in the words of the page; its own words where the form wrote them. */
export function faultWord(
  { validity, type, validationMessage, min = '', max = '' }: Asked,
  words: Words,
): string {
  const { faults, unticked, unchosen, least, most } = words.forms;
  if (validity.customError) return validationMessage;
  if (validity.valueMissing) {
    if (type === 'checkbox' || type === 'radio') return unticked;
    return type.startsWith('select') ? unchosen : faults.missing;
  }
  if (validity.badInput && type === 'number') return faults['not-a-number'];
  if (validity.typeMismatch && type === 'url') return faults['not-a-url'];
  // A day's bound is written as the browser keeps it, not as it is read.
  if (validity.rangeUnderflow) return type === 'number' ? least(min) : faults['out-of-range'];
  if (validity.rangeOverflow) return type === 'number' ? most(max) : faults['out-of-range'];
  return validity.tooLong ? faults['too-long'] : words.codes.error.bad_request;
}
