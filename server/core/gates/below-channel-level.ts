import { gate } from '../gate.ts';
import { rankOf } from '../level.ts';

/** A channel hears its own level and graver ones. */
export const belowChannelLevel = gate(
  'below-channel-level',
  (change, facts) => rankOf(change.draft.level) < rankOf(facts.channelLevel),
);
