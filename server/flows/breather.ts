/** Milliseconds that one piece of work computes without letting others of its thread have a turn. */
const LONGEST = 10;

/** To be awaited between the steps of a long computation: now and then others (sockets, timers) have a turn. */
export function createBreather(): () => Promise<void> | undefined {
  let since = performance.now();
  const rest = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    since = performance.now();
  };
  return () => (performance.now() - since > LONGEST ? rest() : undefined);
}
