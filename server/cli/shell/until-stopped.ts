/** Resolves when the command is asked to stop. */
export function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Items until the command is asked to stop; then they end at once, not when the next item comes. */
export async function* untilAsked<Item>(
  items: AsyncIterable<Item>,
  signal: AbortSignal,
): AsyncGenerator<Item> {
  const source = items[Symbol.asyncIterator]();
  // One for each item: a promise that outlives them, raced with each, would keep them all in memory.
  let pull = Promise.withResolvers<IteratorResult<Item>>();
  signal.addEventListener('abort', () => pull.resolve({ done: true, value: undefined }), { once: true });
  while (!signal.aborted) {
    pull = Promise.withResolvers();
    source.next().then(pull.resolve, pull.reject);
    const item = await pull.promise;
    if (item.done) return;
    yield item.value;
  }
}
