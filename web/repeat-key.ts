/** A key under which something is asked for: whoever gets no answer asks again with the same one. */
export function newKey(): string {
  // `randomUUID` is there only where the address is https.
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}

/** The key of what is asked for: the same as long as that stays the same, another for something else. */
export function repeatKey(): (asked: unknown) => string {
  let last = '';
  let key = '';
  return (asked) => {
    const text = JSON.stringify(asked);
    if (text !== last) {
      last = text;
      key = newKey();
    }
    return key;
  };
}

export const keyHeader = (key: string) => ({ headers: { 'Idempotency-Key': key } });
