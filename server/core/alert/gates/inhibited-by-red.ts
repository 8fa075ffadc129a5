import { gate } from '../gate.ts';

/** Who is called to a red alert need not hear that the same watch or story is blue somewhere, too. */
export const inhibitedByRed = gate(
  'inhibited-by-red',
  (change, facts) => facts.besideRed && change.draft.level === 'IV',
);
