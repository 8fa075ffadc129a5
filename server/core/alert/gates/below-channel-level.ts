import { rankOf } from '../../risk/grade.ts';
import { gate } from '../gate.ts';

/** A channel hears its own level and graver ones. */
export const belowChannelLevel = gate(
  'below-channel-level',
  (change, facts) => rankOf(change.draft.level) < rankOf(facts.channelLevel),
);
