import { AppError } from '../errors.ts';
import { isMeasured } from '../mention/stated-facts.ts';
import { keptUnit, type StandardUnit } from '../reading/amount-unit.ts';
import type { Touchpoint } from '../reading/analysis.ts';
import type { Instant } from '../time.ts';
import { type Direction, fallsShort, type Levels } from './zone.ts';

/** What was promised in public. */
export interface PublicPromise {
  readonly text: string;
  /** The amount promised, in the unit of the standard. */
  readonly value: number;
  readonly url: string | null;
  readonly from: Instant;
  /** Exclusive; null: until it is taken back. */
  readonly to: Instant | null;
}

/** What can be amended. */
export interface StandardTerms extends Levels {
  readonly name: string;
  /** Who answers for it. */
  readonly owner: string;
  /** When it is to be looked at again. */
  readonly reviewAt: Instant | null;
  readonly promise: PublicPromise | null;
}

/** What is measured: another measure is another standard. */
export interface Measured {
  readonly watchId: number;
  readonly touchpoint: Touchpoint;
  readonly unit: StandardUnit;
  readonly better: Direction;
}

export type StandardInput = Measured & StandardTerms;

/** Terms as they were from a time on; posts are judged by those of their own time. */
export interface StandardVersion extends StandardTerms {
  readonly version: number;
  readonly at: Instant;
  readonly by: string;
}

/** A standard as it is now. */
export interface Standard extends StandardInput {
  readonly id: number;
  readonly version: number;
  readonly changedAt: Instant;
  readonly changedBy: string;
  readonly createdAt: Instant;
  readonly createdBy: string;
}

/** Waits and prices are better the less they are, rooms the warmer. */
export function directionOf(unit: StandardUnit): Direction {
  return unit === 'celsius' ? 'high' : 'low';
}

const MAX_NAME_LENGTH = 80;
const MAX_PROMISE_LENGTH = 300;
const MAX_PROMISE_VALUE = 1e7;

interface FieldFault {
  readonly field: string;
  readonly message: string;
}

/**
 * The same, its texts trimmed.
 * @throws AppError('bad_request') with all faults at once
 */
export function checkStandard<T extends StandardTerms & Omit<Measured, 'watchId'>>(input: T): T {
  const promise = input.promise && { ...input.promise, text: input.promise.text.trim() };
  const trimmed = { ...input, name: input.name.trim(), owner: input.owner.trim(), promise };
  const faults = [
    ...textFaults(trimmed),
    ...levelFaults(trimmed, trimmed.better),
    ...(promise ? promiseFaults(promise) : []),
  ];
  if (!isMeasured(input.touchpoint, keptUnit(input.unit)))
    faults.push({ field: 'unit', message: 'is not what posts tell of this touchpoint' });
  if (faults.length > 0) {
    const words = faults.map(({ field, message }) => `${field}: ${message}`).join('; ');
    throw new AppError('bad_request', words, { faults });
  }
  return trimmed;
}

function textFault(field: string, text: string, longest: number): readonly FieldFault[] {
  if (text === '') return [{ field, message: 'must not be empty' }];
  return text.length > longest ? [{ field, message: `is longer than ${longest} characters` }] : [];
}

function textFaults({ name, owner }: StandardTerms): FieldFault[] {
  return [...textFault('name', name, MAX_NAME_LENGTH), ...textFault('owner', owner, MAX_NAME_LENGTH)];
}

function levelFaults({ floor, target, ideal }: Levels, better: Direction): readonly FieldFault[] {
  const faults: FieldFault[] = [];
  for (const [field, value] of Object.entries({ floor, target, ideal: ideal ?? target })) {
    if (!(Math.abs(value) <= MAX_PROMISE_VALUE)) faults.push({ field, message: 'is out of bounds' });
  }
  if (fallsShort(target, floor, better))
    faults.push({ field: 'target', message: 'must not be worse than the floor' });
  if (ideal !== null && !fallsShort(target, ideal, better))
    faults.push({ field: 'ideal', message: 'must be better than the target' });
  return faults;
}

function promiseFaults({ text, value, from, to }: PublicPromise): readonly FieldFault[] {
  const faults = [...textFault('promise.text', text, MAX_PROMISE_LENGTH)];
  if (!(Math.abs(value) <= MAX_PROMISE_VALUE))
    faults.push({ field: 'promise.value', message: 'is out of bounds' });
  if (to !== null && to <= from) faults.push({ field: 'promise.to', message: 'must be after it begins' });
  return faults;
}
