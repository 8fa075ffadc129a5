import { rankOf } from '../../risk/grade.ts';
import { gate } from '../gate.ts';
import { isQuiet } from '../quiet-hours.ts';

/** At night and on days off blue and yellow wait for the morning; orange and red never do. */
export const quietHours = gate(
  'quiet-hours',
  (change, facts) => rankOf(change.draft.level) < rankOf('II') && isQuiet(facts.quiet, facts.now),
);
