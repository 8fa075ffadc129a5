/** What came of telling something through one channel, as far as it is known. */
export interface Rung {
  readonly channel: string;
  /** `trying`: every try has failed so far, and there will be another. */
  readonly state: 'arrived' | 'trying' | 'failed';
}

interface Told {
  readonly channel: string;
  readonly status: string;
  readonly reason: string | null;
  /** How the message stands that told it together with others; null: none did. */
  readonly together: string | null;
}

/**
 * What came of each message, where it is not as it should be: nothing where all that was tried arrived. What was held,
 * or was not tried yet, is neither.
 */
export function unreached(messages: readonly Told[]): readonly Rung[] {
  const rung = messages.flatMap(({ channel, ...message }): readonly Rung[] => {
    const state = stateOf(message);
    return state === null ? [] : [{ channel, state }];
  });
  return rung.every(({ state }) => state === 'arrived') ? [] : rung;
}

function stateOf({ status, reason, together }: Omit<Told, 'channel'>): Rung['state'] | null {
  if (status === 'sent' || together === 'sent') return 'arrived';
  if (status === 'failed') return 'failed';
  return status === 'waiting' && reason !== null ? 'trying' : null;
}
