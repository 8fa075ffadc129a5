import { AppError } from '../errors.ts';
import type { Instant } from '../time.ts';

/** `incident`: something happened; `campaign`: something was done on purpose; `note`: anything else. */
export const ANNOTATION_KINDS = ['incident', 'campaign', 'note'] as const;
export type AnnotationKind = (typeof ANNOTATION_KINDS)[number];

/** What a person writes at a place in time. */
export interface AnnotationInput {
  /** Null: it stands in the timeline of every watch. */
  readonly watchId: number | null;
  readonly kind: AnnotationKind;
  readonly text: string;
  readonly at: Instant;
  /** End of a stretch, exclusive; null for a moment. */
  readonly until: Instant | null;
}

export interface Annotation extends AnnotationInput {
  readonly id: number;
  readonly createdAt: Instant;
  readonly createdBy: string;
  /** The last edit; null while it stands as it was written. */
  readonly updatedAt: Instant | null;
  readonly updatedBy: string | null;
}

/**
 * The same, with its text trimmed.
 * @throws AppError('bad_request') where it says nothing, or ends before it begins
 */
export function checkAnnotation(input: AnnotationInput): AnnotationInput {
  const text = input.text.trim();
  const fault = (field: string, message: string): never => {
    throw new AppError('bad_request', `${field}: ${message}`, { faults: [{ field, message }] });
  };
  if (text === '') fault('text', 'must not be empty');
  if (input.until !== null && input.until <= input.at) fault('until', 'must be after "at"');
  return { ...input, text };
}
