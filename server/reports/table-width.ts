import { AppError } from '../core/errors.ts';

/** No table of posts or answers is wider; one that says it is would cost that much in each of its rows. */
export const MAX_COLUMNS = 1_000;

/** Of a table that names more. */
export function tooWide(): AppError {
  return new AppError(
    'bad_file',
    `its table has more than ${MAX_COLUMNS} columns; keep those that are needed`,
    {
      most: MAX_COLUMNS,
    },
  );
}
