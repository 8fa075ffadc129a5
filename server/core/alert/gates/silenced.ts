import type { AlertChange } from '../alert.ts';
import { isSilencedBy } from '../alert-silence.ts';
import type { Gate, GateFacts, HeldChange } from '../gate.ts';

/** The silence that holds a change; null: none does. */
export function silencing(
  change: AlertChange,
  { silences, storyId }: Pick<GateFacts, 'silences' | 'storyId'>,
): number | null {
  const { watchId, level } = change.draft;
  return silences.find(({ matcher }) => isSilencedBy(matcher, { watchId, storyId, level }))?.id ?? null;
}

/** Somebody said, with a reason, that this does not ring for a time. */
export const silenced: Gate = (changes, facts) => {
  const pass: AlertChange[] = [];
  const held: HeldChange[] = [];
  for (const change of changes) {
    const silenceId = silencing(change, facts);
    if (silenceId === null) pass.push(change);
    else held.push({ change, reason: 'silenced', silenceId });
  }
  return { pass, held };
};
