/** Milliseconds that one piece of work computes without letting others of its thread have a turn. */
export const MAX_TURN_MS = 10;

const waiting: (() => void)[] = [];

function letOneGo(): void {
  waiting.shift()?.();
  // One set here comes a round of the loop later: sockets and timers have theirs in between.
  if (waiting.length > 0) setImmediate(letOneGo);
}

/**
 * Resolves after sockets and timers of this thread have had their turn, for one of those who wait in each round of
 * its loop: a dozen tasks that each compute a little hold nobody up together.
 */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (waiting.length === 1) setImmediate(letOneGo);
  });
}

/** To be awaited between the steps of a long computation: now and then others have a turn. */
export function createBreather(): () => Promise<void> | undefined {
  let since = performance.now();
  const rest = async () => {
    await nextTurn();
    since = performance.now();
  };
  return () => (performance.now() - since > MAX_TURN_MS ? rest() : undefined);
}
