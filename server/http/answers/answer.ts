import { z } from 'zod';
import { ERROR_CODES } from '../../core/errors.ts';
import { LEVELS } from '../../core/risk/grade.ts';

/** The shapes of answers that have a name in the document, each described once and referred to from elsewhere. */
export const ANSWERS = z.registry<{ id: string }>();

/** A screen as JSON has it. */
type Open<T> = T extends readonly (infer E)[]
  ? Open<E>[]
  : T extends object
    ? { -readonly [K in keyof T]: Open<T[K]> }
    : T;

/**
 * Names a shape. That it takes whatever the screen `T` can be is held by the compiler; that it leaves nothing out is
 * held by `test/http/open-api.test.ts`, with real answers.
 */
export const answerOf =
  <T>() =>
  <S extends z.ZodType>(id: string, schema: Open<T> extends z.output<S> ? S : never): S => {
    ANSWERS.add(schema, { id });
    return schema;
  };

export const at = z.number().int().describe('Epoch milliseconds, UTC');
export const count = z.number().int();
export const id = z.number().int();
export const level = z.enum(LEVELS).describe('IV blue, III yellow, II orange, I red');
export const share = z.object({
  p: z.number().nullable().describe('Null where nothing was said'),
  lo: z.number(),
  hi: z.number(),
});
/** Shapes that no program should build upon: used by the pages, and not documented beyond that. */
export const open = z.unknown();

/** The answer to whatever could not be done. */
export const faultAnswer = answerOf<{
  error: { code: (typeof ERROR_CODES)[number]; message: string; details: Readonly<Record<string, unknown>> };
}>()(
  'Fault',
  z.object({
    error: z.object({
      code: z.enum(ERROR_CODES).describe('Stable; what to do rests on it, not on the words'),
      message: z.string().describe('English, for a log'),
      details: z.record(z.string(), z.unknown()),
    }),
  }),
);
